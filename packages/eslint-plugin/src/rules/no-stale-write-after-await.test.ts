/** Cases of no-stale-write-after-await that would bore a reader of its page. */
import { ruleCases } from '../rule-cases.test.kit.ts'

const fields = { options: { check: { fields: true } } }
const given = `declare function load(x?: unknown): Promise<any>\n`

ruleCases('no-stale-write-after-await', {
  invalid: [
    [
      'a module and something else',
      `${given}let c: any\nexport async function f() { if (!c) { const [a] = await Promise.all([import('./a.js'), load()]); c = a } } //~ \`c\` was checked`,
    ],
    // a stale value
    [
      'a variable of the module',
      `${given}let n = 0\nexport async function f() {\n  const before = n\n  await load()\n  n = before + 1 //~ (line 4)\n}`,
    ],
    [
      'a field',
      `${given}export class A { n = 0\n  async f() {\n    const before = this.n\n    await load()\n    this.n = before + 1 //~ \`this.n\` is written\n  }\n}`,
    ],
    [
      'a private field',
      `${given}export class A { #n = 0\n  async f() {\n    const before = this.#n\n    await load()\n    this.#n = before + 1 //~ \`this.#n\`\n  }\n}`,
    ],
    [
      'a property of a constant',
      `${given}const s = { n: 0 }\nexport async function f() {\n  const before = s.n\n  await load()\n  s.n = before + 1 //~ \`s.n\`\n}`,
    ],
    [
      'a list that is copied',
      `${given}let all: number[] = []\nexport async function f() {\n  const before = all\n  const x = await load()\n  all = [...before, x] //~ \`all\`\n}`,
    ],
    [
      'a map',
      `${given}const counts = new Map()\nexport async function f(k: string) {\n  const before = counts.get(k) ?? 0\n  await load()\n  counts.set(k, before + 1) //~ \`counts[…]\`\n}`,
    ],
    [
      'an element',
      `${given}const counts: any = {}\nexport async function f(k: string) {\n  const before = counts[k]\n  await load()\n  counts[k] = before + 1 //~ \`counts[…]\`\n}`,
    ],
    [
      'an arrow function',
      `${given}let n = 0\nexport const f = async () => {\n  const before = n\n  await load()\n  n = before + 1 //~ \`n\`\n}`,
    ],
    [
      'CommonJS',
      { 'src/a.cjs': `let n = 0\nexports.f = async (load) => {\n  const before = n\n  await load()\n  n = before + 1 //~ \`n\`\n}` },
    ],
    [
      'several awaits',
      `${given}let n = 0\nexport async function f() {\n  const before = n\n  await load()\n  await load()\n  n = before + 1 //~ \`n\`\n}`,
    ],
    // check, then set
    ['if not there', `${given}let c: any\nexport async function f() {\n  if (!c) c = await load() //~ \`c\` was checked\n  return c\n}`],
    [
      'early return',
      `${given}let ready = false\nexport async function f() {\n  if (ready) return\n  await load()\n  ready = true //~ \`ready\` was checked\n}`,
    ],
    [
      'early throw',
      `${given}export class A { open = false\n  async f() {\n    if (this.open) throw new Error('open')\n    await load()\n    this.open = true //~ \`this.open\` was checked\n  }\n}`,
      fields,
    ],
    [
      'has, then set',
      `${given}const c = new Map()\nexport async function f(k: string) {\n  if (!c.has(k)) c.set(k, await load(k)) //~ \`c[…]\` was checked\n  return c.get(k)\n}`,
    ],
    [
      'has, then add',
      `${given}const c = new Set()\nexport async function f(k: string) {\n  if (c.has(k)) return\n  await load(k)\n  c.add(k) //~ \`c[…]\`\n}`,
    ],
    [
      'in, then set',
      `${given}const c: any = {}\nexport async function f(k: string) {\n  if (!(k in c)) c[k] = await load(k) //~ \`c[…]\`\n  return c[k]\n}`,
    ],
    [
      'a local that holds the answer',
      `${given}const c = new Map()\nexport async function f(k: string) {\n  const hit = c.get(k)\n  if (hit !== undefined) return hit\n  const v = await load(k)\n  c.set(k, v) //~ \`c[…]\`\n  return v\n}`,
    ],
    ['??=', `${given}let c: any\nexport async function f() { return (c ??= await load()) } //~ \`c\` was checked`],
    ['||=', `${given}export class A { c: any; async f() { this.c ||= await load() } } //~ \`this.c\``, fields],
    ['??', `${given}let c: any\nexport async function f() { c = c ?? (await load()); return c } //~ \`c\``],
    [
      'a handler',
      `import express from 'express'\n${given}let c: any\nexpress().get('/', async (req, res) => {\n  if (!c) c = await load() //~ \`c\`\n  res.send(c)\n})`,
    ],
  ],
  valid: [
    ['the promise is kept', `${given}let c: Promise<any> | undefined\nexport async function f() { if (!c) c = load(); return await c }`],
    ['the promise is kept with ??=', `${given}let c: Promise<any> | undefined\nexport async function f() { c ??= load(); return await c }`],
    ['read again', `${given}let n = 0\nexport async function f() { await load(); const now = n; n = now + 1 }`],
    ['compound assignment without await', `${given}let n = 0\nexport async function f() { const x = await load(); n += x }`],
    ['update', `${given}let n = 0\nexport async function f() { await load(); n++ }`],
    [
      'checked again',
      `${given}let c: any\nexport async function f() {\n  if (c) return c\n  const made = await load()\n  if (!c) c = made\n  return c\n}`,
    ],
    [
      'set before the await',
      `${given}let busy = false\nexport async function f() {\n  if (busy) return\n  busy = true\n  await load()\n  busy = false\n}`,
    ],
    [
      'another flag keeps others out, who await something else',
      `${given}let c: any, busy = false\nexport async function f() {\n  if (c) return c\n  if (busy) return await load(1)\n  try {\n    busy = true\n    c = await load()\n  } finally { busy = false }\n  return c\n}`,
    ],
    [
      'another flag keeps others out',
      `${given}let c: any, busy = false\nexport async function f() {\n  if (c) return c\n  if (busy) return\n  busy = true\n  c = await load()\n  busy = false\n  return c\n}`,
    ],
    [
      'set before, reset in finally',
      `${given}export class A { busy = false\n  async f() {\n    if (this.busy) return\n    this.busy = true\n    try { await load() } finally { this.busy = false }\n  }\n}`,
    ],
    ['written before the await', `${given}let n = 0\nexport async function f() { const before = n; n = before + 1; await load() }`],
    [
      'the await is in another branch',
      `${given}let n = 0\nexport async function f(a: boolean) {\n  if (n > 5) return\n  if (a) { await load(); return }\n  n = 1\n}`,
    ],
    ['a field that is filled when it is needed', `${given}export class A { c: any; async f() { if (!this.c) this.c = await load() } }`],
    ['a local variable', `${given}export async function f() { let c; if (!c) c = await load(); return c }`],
    ['the request', `${given}export async function f(req: any) { if (!req.user) req.user = await load() }`],
    ['the context', `${given}export async function f(ctx: any) { ctx.state.user ??= await load() }`],
    ['a fresh object', `${given}export async function f() { const s: any = {}; if (!s.a) s.a = await load(); return s }`],
    [
      'in a catch',
      `${given}let failed = false\nexport async function f() { if (failed) return; try { await load() } catch { failed = true } }`,
    ],
    ['start-up', `${given}let c: any\nasync function start() { if (!c) c = await load() }\nawait start()\nexport const config = () => c`],
    ['a test', { 'test/a.test.ts': `${given}let c: any\nexport async function f() { if (!c) c = await load() }` }],
    [
      'a value that does not come from the state',
      `${given}let last: any\nexport async function f(x: number) { const y = x + 1; await load(); last = y }`,
    ],
    ['another state in the check', `${given}let a: any, b: any\nexport async function f() { if (!a) b = await load(); return b }`],
    [
      'a module that is loaded when needed',
      `let tool: any\nexport async function f() { if (!tool) tool = (await import('./tool.js')).make(); return tool }`,
    ],
    [
      'a module that is loaded when needed, with ??=',
      `let tool: any\nexport async function f() { return (tool ??= await import('./tool.js')) }`,
    ],
    [
      'modules that are loaded when needed',
      `let tool: any\nexport async function f() { if (!tool) { const [a, b] = await Promise.all([import('./a.js'), import('./b.js')]); tool = a.make(b) } return tool }`,
    ],
    [
      'modules that are being loaded',
      `const parts = [import('./a.js'), import('./b.js')]\nlet tool: any\nexport async function f() { if (tool) return; for (const part of await Promise.all(parts)) tool = part }`,
    ],
    ['no await', `let c: any\nexport async function f() { if (!c) c = 1; return c }`],
    ['a method is called, not read', `${given}export class A { n: any; async f() { const x = this.n(); await load(); this.n = x } }`],
  ],
})
