/** The process that runs many programs one after another: what each prints, and how it ends. */

/** Its text: `node runner.mjs jobs.json results.ndjson`. A program is over once nothing is left on the loop. */
export const runnerText = `import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
const jobs = JSON.parse(readFileSync(process.argv[2], 'utf8'))
let current
function end() {
  if (!current) return
  if (!current.hasLoaded && current.end === undefined) current.end = 'never loaded'
  const code = process.exitCode ?? 0
  appendFileSync(process.argv[3], JSON.stringify({ lines: current.lines, end: current.end ?? 'exit ' + code }) + '\\n')
  process.exitCode = undefined
  current = undefined
}
function start() {
  const job = jobs.shift()
  if (!job) return
  process.env.DATA = job.data
  rmSync(job.data, { recursive: true, force: true })
  mkdirSync(job.data + '/list', { recursive: true })
  const files = { 'a.txt': 'alpha', 'b.txt': 'beta\\n', 'empty.txt': '', 'x.json': '{"name":"json"}', 'list/x': '', 'list/y': '' }
  for (const [name, text] of Object.entries(files)) writeFileSync(job.data + '/' + name, text)
  setImmediate(() => {}) // without it, a program that never waits would end the process
  const own = (current = { lines: [], hasLoaded: false, end: undefined })
  import(pathToFileURL(job.entry)).then(() => { own.hasLoaded = true }, fail)
}
function fail(error) {
  if (current) current.end ??= 'uncaught ' + (error instanceof Error ? error.name + ': ' + error.message : String(error))
}
console.log = (value) => {
  if (!current || current.end !== undefined) return
  if (current.lines.push(typeof value === 'string' ? value : String(JSON.stringify(value))) > 20000) process.exit(99)
}
process.on('uncaughtException', fail)
process.on('beforeExit', () => {
  end()
  start()
})
`
