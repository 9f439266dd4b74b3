/** For tests of hosts: a small project that blocks in known places, a file with a bit of everything, and ways to lint them. */
import { createRequire } from 'node:module'
import type { ESLint, Linter } from 'eslint'
import plugin from '../index.ts'

const require = createRequire(import.meta.url)

/** ESLint's releases, each with what resolves its packages. Each stands in a folder of its own (fixtures/eslint-releases): as aliases in one folder they would replace each other's command. */
export const releases = [
  ['10', require],
  ['newest 9', createRequire(require.resolve('eslint-9-newest/package.json'))],
  ['9.15', createRequire(require.resolve('eslint-9-oldest/package.json'))],
] as const

/** The class `ESLint` of a release. */
export function engineOf(requireFrom: NodeJS.Require): typeof ESLint {
  return (requireFrom('eslint') as { ESLint: typeof ESLint }).ESLint
}

/** A handler that calls a helper in a second file, which blocks; and the same helper called where it is said to be async. */
export const small = {
  'src/app.js': `import express from 'express'
import { invoice } from './invoice.js'

express().get('/invoice', (req, res) => {
  res.send(invoice('2026'))
})
`,
  'src/invoice.js': `import { readFileSync } from 'node:fs'

export function invoice(name) {
  return readFileSync(name, 'utf8')
}

export async function draft() {
  return readFileSync('draft', 'utf8')
}
`,
}

/** The helper, waiting as it should. */
export const mendedInvoice = `import { readFile } from 'node:fs/promises'

export function invoice(name) {
  return readFile(name, 'utf8')
}
`

/** What is wrong with the small project, as every host must say it. */
export const smallFindings = [
  'src/app.js:5:12 no-blocking-chain `invoice` blocks the event loop (waits for file contents): `GET /invoice -> invoice -> readFileSync (src/invoice.js:4)`. Use `readFile` of `node:fs/promises`, and await it up the chain.',
  'src/invoice.js:8:10 no-blocking-call `readFileSync` blocks the event loop (waits for file contents) in async function `draft`. Use `readFile` of `node:fs/promises`.',
]

/** Async functions, classes, handlers, timers, listeners, contexts and state: something for each rule to look at. */
export const everything = `#!/usr/bin/env node
import { AsyncLocalStorage } from 'node:async_hooks'
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import express from 'express'
import { invoice } from './invoice.js'

const store = new AsyncLocalStorage()
const atImport = store.getStore()
const cache = new Map()
let total = 0
let lastUser

export class Orders extends EventEmitter {
  #open = []
  static count = 0
  static { Orders.count = 1 }
  handler = async () => { await this.load?.('x') }
  get size() { return this.#open.length }
  async load(id, { deep = Promise.resolve(1), ...rest } = {}) {
    const before = Orders.count
    const order = await fetch(\`https://example.org/\${id}\`)
    Orders.count = before + 1
    total += await order.json()
    for await (const part of order.body) this.#open.push(part)
    this.on('close', async () => { await order.cancel() })
    return readFileSync('é😀')?.at(-1) ?? rest[deep]
  }
  async *pages() { yield* [await 1]; label: for (;;) { break label } }
}

const app = express()
app.use(async (req, res, next) => { lastUser = req.user; store.enterWith(req); await next() })
app.get('/a', (req, res) => { res.send(invoice(req.query.name)) })
app.post('/b', async function named(req, res) {
  Promise.all([1, 2].map(async (each) => each))
  ;[1, 2].forEach(async (each) => { await each })
  try { if (!cache.has('b')) cache.set('b', await fetch('b')) } catch { throw new Error('b') } finally { res.end() }
})
setInterval(async () => { await fetch('c') }, 1000)
setTimeout(async () => fetch('d'), 10)
process.on('exit', async () => { await 0 })
new EventEmitter().on('data', async (data) => { await data })
export default app
export { atImport, lastUser, total }
await new Promise((resolve) => setImmediate(resolve))
`

/** Every rule of a plugin as an error. */
export function everyRule(rules: object = plugin.rules): Record<string, 'error'> {
  return Object.fromEntries(Object.keys(rules).map((name) => [`offloop/${name}`, 'error' as const]))
}

/** A configuration with every rule on. */
export const everyRuleConfig: Linter.Config = { plugins: { offloop: plugin }, rules: everyRule() }

/** Lints `src` with a configuration, in a line per message. */
export async function lintFolder(Engine: typeof ESLint, cwd: string, overrideConfig: Linter.Config[]): Promise<string[]> {
  return linesOf(cwd, await new Engine({ cwd, overrideConfigFile: true, overrideConfig }).lintFiles(['src']))
}

/** `src/app.js:5:12 no-blocking-chain …` for each message. */
export function linesOf(cwd: string, results: readonly ESLint.LintResult[]): string[] {
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ line, column, ruleId, message }) => {
      const path = filePath.slice(cwd.length + 1).replaceAll('\\', '/')
      return `${path}:${line}:${column} ${ruleId?.replace('offloop/', '') ?? 'no rule'} ${message}`
    }),
  )
}
