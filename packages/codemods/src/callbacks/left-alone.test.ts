/** What is left alone, with its reason; and the transform that jscodeshift runs. */
import { expect, test } from 'vitest'
import codemod from '../codemods/callbacks-to-await.ts'
import { noFacts } from '../file-codemod.ts'
import { openSource } from '../rewrite/source.ts'
import { transformOf } from '../transform.ts'

const head = "const fs = require('fs')\nconst { exec } = require('child_process')\n"

function reasonsOf(text: string, options: Record<string, string | boolean> = {}): string[] {
  const { left } = codemod.change({ source: openSource('main.cjs', head + text), options, facts: noFacts })
  return left.map(({ reason }) => reason)
}

const inMain = (text: string): string => `function main() {\n${text}\n}\nmain()\n`
const inLoad = (text: string): string =>
  `function load(name, cb) {\n${text}\n}\n${inMain("load('a', (err, v) => { if (err) throw err; log(v) })")}`

test.each([
  ['not-last', inMain('fs.stat(p, (err) => { if (err) throw err })\nlog()')],
  ['not-last', inMain('for (const p of list) fs.stat(p, (err) => { if (err) throw err })')],
  ['in-try', inMain('try { fs.stat(p, (err) => { if (err) throw err }) } catch {}')],
  ['result-used', inMain('const child = exec(p, (err) => { if (err) throw err })')],
  ['named-callback', inMain('fs.stat(p, done)\nfunction done() {}')],
  ['callback', inMain('fs.stat(p, (err, stats = {}) => { log(stats) })')],
  ['callback', inMain('fs.stat(p, (...given) => { log(given) })')],
  ['own-this', inMain('fs.stat(p, function () { log(arguments) })')],
  ['own-this', inMain('fs.stat(p, function again(err) { log(err, again) })')],
  ['several-values', inMain('fs.stat(p, (err, stats, more) => { log(more) })')],
  ['value-with-error', inMain('exec(p, (err, out) => { if (err) log(err); log(out) })')],
  ['comment', inMain('fs.stat(p, /* why */ (err) => { if (err) throw err })')],
  ['host', 'app.get((p) => { fs.stat(p, (err) => { if (err) throw err }) })'],
  ['async-function', 'jobs.on("x", async () => { fs.stat(p, (err) => { if (err) throw err }) })'],
  ['generator', 'function* main() { fs.stat(p, (err) => { if (err) throw err }) }'],
  ['constructor', 'class Store { constructor(p) { fs.stat(p, (err) => { if (err) throw err }) } }'],
  ['exported', 'exports.main = main\nfunction main() { fs.stat(p, (err) => { if (err) throw err }) }'],
])('%s', (reason, text) => {
  expect(reasonsOf(text)).toEqual([reason])
})

test.each([
  ['callback-elsewhere', 'if (cb) fs.stat(name, (err, v) => { if (err) return cb(err); cb(null, v) })'],
  ['callback-elsewhere', 'fs.stat(name, (err, v) => { list.forEach(() => cb(null, v)) })'],
  ['may-not-call-back', 'fs.stat(name, (err, v) => { if (err) return; cb(null, v) })'],
  ['goes-on', 'fs.stat(name, (err, v) => { cb(null, v); log() })'],
  ['unclear-outcome', 'fs.stat(name, (err, v) => { if (err) return cb(err); cb(v) })'],
  ['unclear-outcome', 'fs.stat(name, (err, v) => { cb(err, v && v.size) })'],
  ['throws', 'if (!name) throw new TypeError("name")\nfs.stat(name, cb)'],
  ['in-try', 'fs.stat(name, (err) => { try { cb(new Error("x")) } catch {} })'],
  ['several-values', 'exec(name, cb)'],
])('%s, with its caller', (reason, text) => {
  const reasons = reasonsOf(inLoad(text))
  expect(reasons).toContain(reason)
  expect(reasons.filter((each) => each !== reason && each !== 'host')).toEqual([])
})

test.each([
  ['escapes', 'list.push(load)\nfunction load(name, cb) { fs.stat(name, (err, v) => { if (err) return cb(err); cb(null, v) }) }'],
  ['exported', 'exports.load = (name, cb) => { fs.stat(name, (err, v) => { if (err) return cb(err); cb(null, v) }) }'],
  ['executor', 'new Promise(function (done) { fs.stat(name, (err, v) => { done(v) }) })'],
])('%s', (reason, text) => {
  const reasons = reasonsOf(text)
  expect(reasons.length).toBeGreaterThan(0)
  expect(reasons.every((each) => each === reason || each === 'host')).toBe(true)
})

test('a function that declares what it gives', () => {
  const text = `import fs from 'fs'\nfunction main(): number | void { fs.stat('a', (err) => { if (err) throw err }) }\nmain()\n`
  const { left } = codemod.change({ source: openSource('main.ts', text), options: {}, facts: noFacts })
  expect(left.map(({ reason }) => reason)).toEqual(['return-type'])
})

test('the transform gives the same text, and nothing where nothing changes', () => {
  const run = transformOf(codemod)
  const source = `${head}${inMain('  fs.stat(p, (err, stats) => {\n    if (err) throw err\n    log(stats)\n  })')}`
  expect(run({ path: 'main.cjs', source }, {}, {})).toBe(
    `${head}async ${inMain('  const stats = await fs.promises.stat(p)\n  log(stats)')}`,
  )
  expect(run({ path: 'main.cjs', source: head }, {}, {})).toBeUndefined()
})
