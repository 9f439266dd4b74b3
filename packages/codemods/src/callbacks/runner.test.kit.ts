/** Runs programs in a process of their own, on a clock that only moves when nothing else is left to do, and tells what they logged. */
import { spawnSync } from 'node:child_process'

/** What each program logged, its crash among it. */
export function runPrograms(programs: readonly string[]): string[][] {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['-e', runner], {
    input: JSON.stringify(programs),
    encoding: 'utf8',
    maxBuffer: 1e9,
  })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as string[][]
}

const runner = `
const util = require('util')
let events, lines, isOver
const hash = (text) => { let h = 7; for (const c of text) h = (Math.imul(h, 31) + c.charCodeAt(0)) >>> 0; return 1 + (h % 1000003) }
let now, order
const crash = (error) => { if (!isOver) { isOver = true; lines.push('crash ' + (error && error.message)) } }
process.on('uncaughtException', crash)
process.on('unhandledRejection', crash)
const later = (name, run) => { events.push({ at: now + hash(name), order: order++, run }) }
const outcome = (op, name) => String(name).startsWith('bad') ? [Object.assign(new Error(op + ' ' + name), { stdout: 'so', stderr: 'se' })] : [null, op === 'unlink' ? undefined : op + ':' + name]
const op = (kind) => (name, cb) => later(kind + name, () => cb(...outcome(kind, name)))
const promised = (kind) => (name) => new Promise((resolve, reject) => later(kind + name, () => { const [error, value] = outcome(kind, name); if (error) reject(error); else resolve(value) }))
const exec = (name, cb) => later(name, () => { const [error] = outcome('exec', name); cb(error, error ? 'so' : 'out', error ? 'se' : 'err') })
exec[util.promisify.custom] = (name) => new Promise((resolve, reject) => later(name, () => { const [error] = outcome('exec', name); if (error) reject(error); else resolve({ stdout: 'out', stderr: 'err' }) }))
const kinds = ['readFile', 'stat', 'unlink']
const fs = { promises: Object.fromEntries(kinds.map((kind) => [kind, promised(kind)])), ...Object.fromEntries(kinds.map((kind) => [kind, op(kind)])) }
const library = {}
library.map = (list, task, cb) => {
  const found = []
  let pending = list.length
  let failed = false
  if (pending === 0) return cb(null, found)
  list.forEach((item, index) =>
    task(item, (err, value) => {
      if (failed) return
      failed = Boolean(err)
      if (err) return cb(err)
      found[index] = value
      if (--pending === 0) cb(null, found)
    }),
  )
}
library.each = (list, task, cb) => library.map(list, task, (err) => cb(err))
library.parallel = (tasks, cb) => library.map(tasks, (task, next) => task(next), cb)
library.mapSeries = (list, task, cb) => {
  const found = []
  const step = (index) => {
    if (index === list.length) return cb(null, found)
    task(list[index], (err, value) => {
      if (err) return cb(err)
      found.push(value)
      step(index + 1)
    })
  }
  step(0)
}
library.eachSeries = (list, task, cb) => library.mapSeries(list, task, (err) => cb(err))
library.series = (tasks, cb) => library.mapSeries(tasks, (task, next) => task(next), cb)
library.waterfall = (tasks, cb) => {
  const step = (index, given) => {
    if (index === tasks.length) return cb(null, ...given)
    tasks[index](...given, (err, ...values) => {
      if (err) return cb(err)
      step(index + 1, values)
    })
  }
  step(0, [])
}
const modules = { fs, child_process: { exec }, util, async: library }
const turn = () => new Promise((resolve) => setImmediate(resolve))
async function run(text) {
  events = []; lines = []; isOver = false; now = 0; order = 0
  const log = (...given) => { if (!isOver) lines.push(given.map(String).join(' ')) }
  try {
    new Function('require', 'log', 'module', text)((name) => modules[name], log, {})
  } catch (error) { crash(error) }
  for (;;) {
    await turn()
    if (isOver || events.length === 0) return lines
    events.sort((a, b) => a.at - b.at || a.order - b.order)
    const event = events.shift()
    now = event.at
    try { event.run() } catch (error) { crash(error) }
  }
}
const chunks = []
process.stdin.on('data', (chunk) => chunks.push(chunk))
process.stdin.on('end', async () => {
  const results = []
  for (const each of JSON.parse(Buffer.concat(chunks).toString())) results.push(await run(each))
  process.stdout.write(JSON.stringify(results))
})
`
