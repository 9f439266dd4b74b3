/** Cases of no-unhandled-async-handler that would bore a reader of its page. */
import { ruleCases } from '../rule-cases.test.kit.ts'
import type { Files } from '../lint-files.test.kit.ts'

const withExpress = (version: string, text: string, more: Files = {}): Files => ({
  'package.json': JSON.stringify({ type: 'module', dependencies: { express: version } }),
  'src/app.ts': `import express from 'express'\nconst app = express()\n${text}`,
  ...more,
})
const four = (text: string, more: Files = {}): Files => withExpress('^4.18.0', text, more)
const http = (text: string): string => `import { createServer } from 'node:http'\n${text}`
const body = `{ res.send(await fetch('a')) }`

ruleCases('no-unhandled-async-handler', {
  invalid: [
    // Express 4
    ['a route', four(`app.get('/', async (req, res) => ${body}) //~ Express handler \`GET /\` drops`)],
    ['middleware', four(`app.use(async (req, res, next) => { await fetch('a'); next() }) //~ Express middleware`)],
    ['one of several', four(`app.get('/', (req, res, next) => next(), async (req, res) => ${body}) //~ drops`)],
    ['in an array', four(`app.get('/', [async (req: any, res: any) => ${body}]) //~ drops`)],
    ['a router', four(`const router = express.Router()\nrouter.post('/a', async (req, res) => ${body}) //~ \`POST /a\``)],
    ['a chain of routes', four(`app.route('/a').get(async (req, res) => ${body}) //~ drops`)],
    ['by name', four(`async function list(req: any, res: any) ${body} //~ \`GET /\`\napp.get('/', list)`)],
    ['a method of a class', four(`class A { async list(req: any, res: any) ${body} } //~ drops\nconst a = new A()\napp.get('/', a.list)`)],
    [
      'in another file',
      four(`import { list } from './list.ts'\napp.get('/', list)`, {
        'src/list.ts': `export const list = async (req: any, res: any) => ${body} //~ \`GET /\``,
      }),
    ],
    [
      'wrapped here and not there',
      four(
        `const wrap = (f: any) => f\nconst list = async (req: any, res: any) => ${body} //~ drops\napp.get('/a', wrap(list))\napp.get('/b', list)`,
      ),
    ],
    ['an old range', withExpress('4.x', `app.get('/', async (req, res) => ${body}) //~ drops`)],
    // node:http
    ['node:http', http(`createServer(async (req, res) => { res.end(await fetch('a')) }) //~ drops the promise`)],
    ['node:https', `import { createServer } from 'node:https'\ncreateServer(async (req, res) => { res.end(await fetch('a')) }) //~ drops`],
    [
      'by name, node:http',
      http(`const handle = async (req: any, res: any) => { res.end(await fetch('a')) } //~ drops\ncreateServer(handle)`),
    ],
    // what protects nothing
    [
      'await before the try',
      four(
        `app.get('/', async (req, res, next) => { //~ drops\n  const a = await fetch('a')\n  try { res.send(await a.text()) } catch (error) { next(error) }\n})`,
      ),
    ],
    [
      'try and finally',
      four(`app.get('/', async (req, res) => { try { res.send(await fetch('a')) } finally { console.log(1) } }) //~ drops`),
    ],
    [
      'one of two that it awaits catches all',
      four(
        `const load = async () => { try { return await fetch('x') } catch { return null } }\napp.get('/', async (req, res) => { await load(); await fetch('a') }) //~ drops`,
      ),
    ],
    ['a throw', four(`app.get('/', async (req, res) => { throw new Error('a') }) //~ drops`)],
    [
      'a catch that throws',
      four(`app.get('/', async (req, res) => { try { await fetch('a') } catch (error) { throw new Error('b') } }) //~ drops`),
    ],
  ],
  valid: [
    [
      'what it awaits catches all',
      four(
        `const load = async () => { try { return await fetch('x') } catch { return null } }\napp.get('/', async (req, res) => { res.json(await load()) })`,
      ),
    ],
    [
      'what it awaits hands on only what is handled',
      four(`const load = () => fetch('x').catch(() => null)\napp.get('/', async (req, res) => { res.json(await load()) })`),
    ],
    ['Express 5', withExpress('^5.0.0', `app.get('/', async (req, res) => ${body})`)],
    ['sync', four(`app.get('/', (req, res) => { res.send('a') })`)],
    ['try and catch', four(`app.get('/', async (req, res, next) => { try { res.send(await fetch('a')) } catch (error) { next(error) } })`)],
    ['catch on the promise', four(`app.get('/', async (req, res, next) => { await fetch('a').catch(next) })`)],
    ['nothing awaited', four(`app.get('/', async (req, res) => { res.send('a') })`)],
    [
      'a wrapper of the project',
      four(
        `const wrap = (f: any) => (req: any, res: any, next: any) => f(req, res, next).catch(next)\napp.get('/', wrap(async (req: any, res: any) => ${body}))`,
      ),
    ],
    ['a wrapper of a package', four(`import wrap from 'express-async-handler'\napp.get('/', wrap(async (req: any, res: any) => ${body}))`)],
    [
      'wrapped by name',
      four(`import wrap from 'express-async-handler'\nconst list = async (req: any, res: any) => ${body}\napp.get('/', wrap(list))`),
    ],
    ['patched', four(`import 'express-async-errors'\napp.get('/', async (req, res) => ${body})`)],
    [
      'patched in another file',
      four(`app.get('/', async (req, res) => ${body})`, { 'src/main.ts': `import 'express-async-errors'\nimport './app.ts'` }),
    ],
    ['patched with require', four(`app.get('/', async (req, res) => ${body})`, { 'src/main.cjs': `require('express-async-errors')` })],
    ['Fastify', `import Fastify from 'fastify'\nFastify().get('/', async () => await fetch('a'))`],
    ['Koa', `import Koa from 'koa'\nnew Koa().use(async (ctx, next) => { await next() })`],
    ['Hono', `import { Hono } from 'hono'\nnew Hono().get('/', async (c) => c.text(await (await fetch('a')).text()))`],
    ['NestJS', `import { Get } from '@nestjs/common'\nclass A { @Get() async list() { return await fetch('a') } }`],
    ['no handler', `export async function load() { return await fetch('a') }`],
    ['another get', four(`declare const cache: any\ncache.get('a', async () => await fetch('a'))`)],
    [
      'a test',
      {
        'package.json': '{"dependencies":{"express":"^4.0.0"}}',
        'test/a.test.ts': `import express from 'express'\nexpress().get('/', async (req, res) => ${body})`,
      },
    ],
  ],
})
