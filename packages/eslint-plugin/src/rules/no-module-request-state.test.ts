/** Cases of no-module-request-state that would bore a reader of its page. */
import { ruleCases } from '../rule-cases.test.kit.ts'

const express = `import express from 'express'\nconst app = express()\n`

ruleCases('no-module-request-state', {
  invalid: [
    // frameworks
    ['Express', `${express}let u: any\napp.get('/', (a, b) => { u = a.headers }) //~ \`u\` is shared by all`],
    [
      'Express, an error handler',
      `${express}let u: any\napp.use((e: any, a: any, b: any, next: any) => { u = a.headers; next(e) }) //~ \`u\``,
    ],
    ['Koa', `import Koa from 'koa'\nlet u: any\nnew Koa().use(async (ctx, next) => { u = ctx.state.user; await next() }) //~ \`u\``],
    ['Fastify', `import Fastify from 'fastify'\nlet u: any\nFastify().get('/', async (request) => { u = request.headers }) //~ \`u\``],
    ['Hono', `import { Hono } from 'hono'\nlet u: any\nnew Hono().get('/', (c) => { u = c.req; return c.text('a') }) //~ \`u\``],
    ['node:http', `import { createServer } from 'node:http'\nlet u: any\ncreateServer((a, b) => { u = a.headers; b.end() }) //~ \`u\``],
    ['by name', `${express}let u: any\nfunction take(a: any, b: any) { u = a.user } //~ \`u\`\napp.get('/', take)`],
    ['parameters that are called so', `let u: any\nexport function take(req: any, res: any) { u = req.user } //~ \`u\``],
    ['request and reply', `let u: any\nexport const take = (request: any, reply: any) => { u = request.user } //~ \`u\``],
    ['unused response', `let u: any\nexport const take = (req: any, _res: any) => { u = req.user } //~ \`u\``],
    // where it is kept
    ['a property', `const s: any = {}\nexport function take(req: any, res: any) { s.user = req.user } //~ \`s.user\``],
    ['a deeper property', `const s: any = { a: {} }\nexport function take(req: any, res: any) { s.a.user = req.user } //~ \`s.a.user\``],
    [
      'globalThis',
      `export function take(req: any, res: any) { (globalThis as any).x = 1; globalThis.user = req.user } //~ \`globalThis.user\``,
    ],
    ['global', { 'src/a.cjs': `exports.take = (req, res) => { global.user = req.user } //~ \`global.user\`` }],
    ['the environment', `export function take(req: any, res: any) { process.env.TENANT = req.hostname } //~ \`process.env.TENANT\``],
    ['app.locals', `${express}app.get('/', (req, res) => { app.locals.user = req.headers }) //~ \`app.locals.user\``],
    ['CommonJS', { 'src/a.cjs': `let u\nexports.take = (req, res) => { u = req.user } //~ \`u\`` }],
    // how it comes from the request
    ['a local in between', `let u: any\nexport function take(req: any, res: any) {\n  const { user } = req\n  u = user //~ \`u\`\n}`],
    [
      'two locals in between',
      `let u: any\nexport async function take(req: any, res: any) {\n  const token = req.headers.a\n  const user = await fetch(token)\n  u = user //~ \`u\`\n}`,
    ],
    ['a callback inside', `let u: any\nexport function take(req: any, res: any) { setImmediate(() => { u = req.user }) } //~ \`u\``],
    [
      'destructured in the parameters',
      `import Fastify from 'fastify'\nlet u: any\nFastify().get('/', async ({ headers }) => { u = headers }) //~ \`u\``,
    ],
    [
      'saved by another holder',
      `const store: any = {}, other: any = {}\nexport async function take(req: any, res: any) { store.user = req.user; await other.save() } //~ \`store.user\``,
    ],
  ],
  valid: [
    ['the response', `export function take(req: any, res: any) { res.locals.user = req.user }`],
    ['the request', `export function take(req: any, res: any) { req.user = req.headers.user }`],
    ['the context', `import Koa from 'koa'\nnew Koa().use((ctx) => { ctx.state.user = ctx.headers })`],
    ['a local', `export function take(req: any, res: any) { let u; u = req.user; return u }`],
    ['a store by key', `const s: any = {}\nexport function take(req: any, res: any) { s[req.id] = req.user }`],
    ['a property in a store by key', `const s: any = {}\nexport function take(req: any, res: any) { s[req.id].user = req.user }`],
    ['a Map', `const s = new Map()\nexport function take(req: any, res: any) { s.set(req.id, req.user) }`],
    ['a counter', `let n = 0\nexport function take(req: any, res: any) { n += req.headers.length; n++ }`],
    ['not from the request', `let t = 0\nexport function take(req: any, res: any) { t = Date.now() }`],
    ['from the response', `let t: any\nexport function take(req: any, res: any) { t = res.app }`],
    ['no handler', `let u: any\nexport function set(user: any) { u = user }`],
    ['one parameter', `let u: any\nexport function set(req: any) { u = req.user }`],
    ['a name that shadows', `let u: any\nexport function take(req: any, res: any) { const f = (req: any) => { u = req }; f(1) }`],
    [
      'settings that are saved',
      `const settings: any = {}\nexport async function take(req: any, res: any) { settings.path = req.body.path; await settings.save() }`,
    ],
    [
      'settings that their holder saves',
      `const store: any = { settings: {} }\nexport async function take(req: any, res: any) { store.settings.path = req.body.path; await store.updateSettings() }`,
    ],
    ['a method of an object', `export class A { user: any; take(req: any, res: any) { this.user = req.user } }`],
    [
      'a ContextVar',
      `import { ContextVar } from '@offloop/runtime'\nconst u = new ContextVar('u')\nexport function take(req: any, res: any) { u.set(req.user) }`,
    ],
    ['a property of another name that is the same', `let u: any\nconst req = { user: 1 }\nexport const f = () => { u = req.user }`],
  ],
})
