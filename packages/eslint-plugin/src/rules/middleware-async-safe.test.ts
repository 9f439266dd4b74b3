/** Cases of middleware-async-safe that would bore a reader of its page. */
import { ruleCases } from '../rule-cases.test.kit.ts'

const koa = `import Koa from 'koa'\nconst app = new Koa()\n`
const hono = `import { Hono } from 'hono'\nconst app = new Hono()\n`

ruleCases('middleware-async-safe', {
  invalid: [
    // frameworks
    ['Koa', `${koa}app.use(async (ctx, next) => { next() }) //~ \`next()\` is not awaited`],
    ['Koa, other names', `${koa}app.use(async (a, b) => { b() }) //~ \`b()\` is not awaited`],
    ['Koa, a function expression', `${koa}app.use(async function (ctx, next) { next() }) //~ \`next()\``],
    ['Koa, by name', `${koa}async function log(ctx: any, next: any) { next() } //~ \`next()\`\napp.use(log)`],
    ['Hono', `${hono}app.use(async (c, next) => { next() }) //~ \`next()\``],
    ['Hono, with a path', `${hono}app.use('/a/*', async (c, next) => { next() }) //~ \`next()\``],
    ['written in its way', `export const log = async (ctx: any, next: any) => { next() } //~ \`next()\``],
    ['with context', `export async function log(context: any, next: any) { next() } //~ \`next()\``],
    ['in JavaScript', { 'src/a.cjs': `module.exports = async (ctx, next) => { next() } //~ \`next()\`` }],
    // where the call stands
    ['in an if', `${koa}app.use(async (ctx, next) => { if (ctx.ok) next() }) //~ \`next()\``],
    ['in a try', `${koa}app.use(async (ctx, next) => { try { next() } catch (error) { ctx.status = 500 } }) //~ \`next()\``],
    ['after an await', `${koa}app.use(async (ctx, next) => { await fetch('a'); next() }) //~ \`next()\``],
    ['in one branch of two', `${koa}app.use(async (ctx, next) => {\n  if (ctx.ok) return next()\n  next() //~ \`next()\`\n})`],
    ['twice', `${koa}app.use(async (ctx, next) => {\n  if (ctx.ok) next() //~ \`next()\`\n  else next() //~ \`next()\`\n})`],
    ['left of a comma', `${koa}app.use(async (ctx, next) => (next(), ctx.ok)) //~ \`next()\``],
    ['then without a handler', `${koa}app.use(async (ctx, next) => { next().then(() => console.log(1)) }) //~ \`next()\``],
    ['finally', `${koa}app.use(async (ctx, next) => { next().finally(() => console.log(1)) }) //~ \`next()\``],
    // chains of the runtime
    [
      'declared in another file',
      {
        'src/timing.js': `export const timing = (next) => async (request) => next(request)`,
        'src/a.js': `import { compose } from '@offloop/runtime'\nimport { timing } from './timing.js'\nexport const a = compose(timing, () => 'x') //~ \`timing\` gives an async function`,
      },
    ],
    [
      'a function declaration around an async view',
      `import { compose } from '@offloop/runtime'\nfunction session(next: any) { return (request: any) => next(request) }\nexport const a = compose(session, async () => 'x') //~ \`session\` is taken for sync`,
    ],
  ],
  valid: [
    [
      'sync middleware around a sync view',
      `import { compose } from '@offloop/runtime'\nfunction session(next: any) { return (request: any) => next(request) }\nexport const a = compose(session, () => 'x')`,
    ],
    [
      'another compose',
      `import { compose } from 'ramda'\nconst session = (next: any) => async (request: any) => next(request)\nexport const a = compose(session, async () => 'x')`,
    ],
    ['awaited', `${koa}app.use(async (ctx, next) => { await next() })`],
    ['returned', `${koa}app.use(async (ctx, next) => { return next() })`],
    ['the value of an arrow function', `${koa}app.use(async (ctx, next) => next())`],
    ['kept and awaited', `${koa}app.use(async (ctx, next) => { const rest = next(); await rest })`],
    ['handled', `${koa}app.use(async (ctx, next) => { next().catch(console.error) })`],
    ['void', `${koa}app.use(async (ctx, next) => { void next() })`],
    ['in Promise.all', `${koa}app.use(async (ctx, next) => { await Promise.all([next(), fetch('a')]) })`],
    ['sync middleware', `${koa}app.use((ctx, next) => { return next() })`],
    ['never called', `${koa}app.use(async (ctx, next) => { ctx.body = 'a' })`],
    ['no next', `${koa}app.use(async (ctx) => { ctx.body = 'a' })`],
    ['Express', `import express from 'express'\nexpress().use(async (req, res, next) => { next() })`],
    ['Express, two parameters', `import express from 'express'\nexpress().use(async (req: any, next: any) => { next() })`],
    ['Fastify', `import Fastify from 'fastify'\nFastify().addHook('onRequest', async (request, next: any) => { next() })`],
    ['another second parameter', `export const each = async (item: any, done: any) => { done() }`],
    ['another first parameter', `export const step = async (state: any, next: any) => { next() }`],
    ['a next of its own', `${koa}app.use(async (ctx, next) => { const list = { next() {} }; list.next(); await next() })`],
    ['a next that shadows', `${koa}app.use(async (ctx, next) => { [1].forEach((next: any) => next()); await next() })`],
  ],
})
