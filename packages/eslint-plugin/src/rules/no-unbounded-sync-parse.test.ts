/** Cases of no-unbounded-sync-parse that would bore a reader of its page. */
import { ruleCases } from '../rule-cases.test.kit.ts'

const f = (...lines: string[]): string =>
  `import { readFile } from 'node:fs/promises'\nimport fs from 'node:fs'\nimport v8 from 'node:v8'\nimport { parse } from 'csv-parse/sync'\nexport async function f(req: any, path: any, db: any) {\n  ${lines.join('\n  ')}\n}`
const mark = ' //~ holds the event loop while it works on'

ruleCases('no-unbounded-sync-parse', {
  invalid: [
    // what parses
    ['JSON.parse', f(`return JSON.parse(await req.text())${mark} a request body`)],
    ['structuredClone', f(`return structuredClone(await db.query('SELECT 1'))${mark} a whole query result`)],
    ['v8.deserialize', f(`return v8.deserialize(await readFile(path))${mark} a file`)],
    ['v8.serialize', f(`return v8.serialize(await db.findMany())${mark} a whole query result`)],
    ['csv', f(`return parse(await readFile(path))${mark} a file`)],
    ['JSON.stringify', f(`return JSON.stringify(await db.order.findMany())${mark} a whole query result`)],
    // bodies
    ['a raw body', f(`return JSON.parse(req.body)${mark} a request body`)],
    ['a raw body by name', f(`const { body } = req\n  return JSON.parse(body)${mark} a request body`)],
    ['the body of a context', `export const g = async (ctx: any) => JSON.parse(ctx.req.rawBody)${mark} a request body`],
    ['a body in a local', f(`const text = await req.text()\n  return JSON.parse(text.trim())${mark} a request body`)],
    [
      'chunks',
      `export async function f(req: any) {\n  const chunks: any[] = []\n  for await (const chunk of req) chunks.push(chunk)\n  return JSON.parse(Buffer.concat(chunks).toString())${mark} a whole stream\n}`,
    ],
    [
      'text that grows',
      `export async function f(req: any) {\n  let text = ''\n  for await (const chunk of req) text += chunk\n  return JSON.parse(text)${mark} a whole stream\n}`,
    ],
    // files
    ['readFileSync', f(`return JSON.parse(fs.readFileSync(path, 'utf8'))${mark} a file`)],
    ['fs.promises', f(`return JSON.parse(String(await fs.promises.readFile(path)))${mark} a file`)],
    [
      'a path that is put together',
      f(`const file = \`data/\${path}.json\`\n  return JSON.parse(await readFile(file, 'utf8'))${mark} a file`),
    ],
    // answers
    ['an answer', f(`const answer = await fetch(path)\n  return JSON.parse(await answer.text())${mark} an HTTP answer`)],
    ['an answer in place', f(`return JSON.parse(await (await fetch(path)).text())${mark} an HTTP answer`)],
    // messages
    [
      'a message',
      `export const f = (socket: any) => { socket.on('message', (data: any) => JSON.parse(data.toString())) }${mark} a message`,
    ],
    [
      'a message event',
      `export const f = (socket: any) => { socket.addEventListener('message', (event: any) => { JSON.parse(event.data) }) }${mark} a message`,
    ],
    // rows
    ['rows', f(`const { rows } = await db.query('SELECT * FROM a')\n  return JSON.stringify(rows)${mark} a whole query result`)],
    ['rows of a result', f(`const result = await db.query('SELECT * FROM a')\n  return JSON.stringify(result.rows)${mark} a whole`)],
    ['rows of mysql2', f(`const [rows] = await db.query('SELECT * FROM a')\n  return JSON.stringify(rows)${mark} a whole`)],
    // where
    [
      'in a handler',
      `import express from 'express'\nexpress().post('/a', (req, res) => { res.send(JSON.parse(req.body)) }) //~ a request body`,
    ],
    [
      'in a helper',
      `function read(req: any) { return JSON.parse(req.body) } //~ a request body\nexport async function f(req: any) { return read(req) }`,
    ],
    ['JavaScript', { 'src/a.cjs': `exports.f = async (req) => JSON.parse(req.body) //~ a request body\n` }],
  ],
  valid: [
    ['a literal', f(`return JSON.parse('{}')`)],
    ['a parameter', f('return JSON.parse(path)')],
    ['parameters of the request', f('return JSON.parse(req.params.a)')],
    ['a query of the request', f('return JSON.parse(req.query.a)')],
    ['a header', f(`return JSON.parse(req.headers['a'])`)],
    ['a cookie', f('return JSON.parse(req.cookies.a)')],
    ['the environment', f('return JSON.parse(process.env.A ?? "{}")')],
    ['package.json', f(`return JSON.parse(await readFile(path + '/package.json', 'utf8'))`)],
    ['a file of the program', f(`return JSON.parse(await readFile(new URL('a.json', import.meta.url), 'utf8'))`)],
    [
      'a constant path',
      `import { readFile } from 'node:fs/promises'\nconst path = 'a.json'\nexport const f = async () => JSON.parse(await readFile(path, 'utf8'))`,
    ],
    ['configuration', f(`return JSON.parse(await readFile(req.configPath, 'utf8'))`)],
    [
      'a length that was checked',
      f('const text = await req.text()', `if (text.length > 100) throw new Error('a')`, 'return JSON.parse(text)'),
    ],
    [
      'a byte length',
      f('const text = await req.text()', `if (Buffer.byteLength(text) > 100) throw new Error('a')`, 'return JSON.parse(text)'),
    ],
    [
      'a length of the source',
      f('const data = await readFile(path)', 'if (data.byteLength > 100) return', 'return JSON.parse(data.toString())'),
    ],
    ['a header that was checked', f(`if (Number(req.headers['content-length']) > 100) return`, 'return JSON.parse(await req.text())')],
    [
      'a limit of the parser',
      `import express from 'express'\nconst app = express()\napp.use(express.text({ limit: '10kb' }))\napp.post('/a', (req, res) => { res.send(JSON.parse(req.body)) })`,
    ],
    [
      'a limit of messages',
      `export const f = (Server: any) => { new Server({ maxPayload: 100 }).on('message', (data: any) => JSON.parse(data)) }`,
    ],
    [
      'chunks that are counted',
      `export async function f(req: any) {\n  let text = ''\n  for await (const chunk of req) { text += chunk; if (text.length > 100) throw new Error('a') }\n  return JSON.parse(text)\n}`,
    ],
    ['text of something else', f('return JSON.parse(await path.text())')],
    ['a body that is sent', f('return JSON.stringify(req.body)')],
    ['a few rows', f(`return JSON.stringify(await db.query('SELECT * FROM a LIMIT 5'))`)],
    ['one row', f(`return JSON.stringify(await db.query('SELECT * FROM a WHERE id = 1'))`)],
    ['a page of rows', f('return JSON.stringify(await db.findMany({ take: 5 }))')],
    ['one document', f('return JSON.stringify(await db.findOne(path))')],
    ['find of an array', f('return JSON.stringify(await db.find((x: any) => x.a))')],
    ['an object', f('return JSON.stringify({ a: 1 })')],
    ['a message of the process', `process.on('message', (data: any) => JSON.parse(data))`],
    ['a variable that is something else later', f('let text = await req.text()', `text = '{}'`, 'return JSON.parse(text)')],
    ['another JSON', `declare namespace Own { const JSON: any }\n${f('return Own.JSON.parse(req.body)')}`],
    [
      'a shadowed structuredClone',
      `export async function f(db: any, structuredClone: any) { return structuredClone(await db.query('a')) }`,
    ],
    [
      'start-up',
      `import { readFileSync } from 'node:fs'\nfunction load(path: string) { return JSON.parse(readFileSync(path, 'utf8')) }\nload('a')`,
    ],
    [
      'on a thread',
      `import { syncToAsync } from '@offloop/runtime'\nfunction parse(req: any) { return JSON.parse(req.body) }\nconst parseOnThread = syncToAsync(parse)\nexport const f = async (req: any) => parseOnThread(req)`,
    ],
    ['a sync function that nobody calls', `export function f(req: any) { return JSON.parse(req.body) }`],
    ['tests', { 'test/a.test.ts': f('return JSON.parse(req.body)') }],
    ['no argument', f('return (JSON.parse as any)()')],
  ],
})
