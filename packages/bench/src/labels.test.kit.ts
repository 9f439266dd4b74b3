/** Labels for tests: a small server with one call that is found and one that isn't. */
import type { Labels } from './labels-file.ts'

/** A file with a call on the loop, one in a helper, and one while it starts. */
export const server = `import { existsSync, readFileSync } from 'node:fs'
import express from 'express'
const settings = readFileSync('settings.json', 'utf8')
function load(name) {
  return readFileSync(name, 'utf8')
}
const app = express()
app.get('/page', (request, response) => {
  if (existsSync('page.html')) response.send(settings + load('page.html'))
})
app.listen(8080)
`

/** What a person says of it. */
export const labels: Labels = {
  repository: 'someone/server',
  commit: '0123456789abcdef0123456789abcdef01234567',
  folder: 'src',
  files: 1,
  lines: 11,
  calls: [
    { place: 'src/app.js:3', api: 'node:fs.readFileSync', tier: 'file', verdict: 'start-up', reason: 'module body' },
    { place: 'src/app.js:5', api: 'node:fs.readFileSync', tier: 'file', verdict: 'loop', found: false, reason: 'GET /page -> load' },
    { place: 'src/app.js:9', api: 'node:fs.existsSync', tier: 'metadata', verdict: 'loop', found: true, reason: 'GET /page' },
  ],
  findings: [
    { place: 'src/app.js:9', rule: 'no-blocking-chain', verdict: true, reason: 'reads the page for each request' },
    { place: 'src/app.js:3', rule: 'no-blocking-call', verdict: false, reason: 'runs once' },
  ],
}
