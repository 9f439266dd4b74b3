/** `npm run test:nodes`: the suite under Node 20, 22, 24 and 26, each from the npm package `node`. `-- --only 24` picks one; other words pass through to vitest. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { nodeOf, supported } from './node-of.ts'
import { root } from './root.ts'

const args = process.argv.slice(2)
const at = args.indexOf('--only')
const only = at < 0 ? undefined : args.splice(at, 2)[1]
const majors = only === undefined ? supported : only.split(',')
const unknown = majors.find((major) => !supported.includes(major))
if (unknown !== undefined) {
  console.error(`Node ${unknown} is not one of ${supported.join(', ')}.`)
  process.exit(2)
}

interface Row {
  readonly version: string
  readonly passed: number
  readonly failed: number
  readonly seconds: number
}

const rows = majors.map(suiteUnder)
console.log(`\n${'Node'.padEnd(12)}${'passed'.padStart(8)}${'failed'.padStart(8)}${'seconds'.padStart(9)}`)
for (const { version, passed, failed, seconds } of rows) {
  console.log(`${version.padEnd(12)}${String(passed).padStart(8)}${String(failed).padStart(8)}${seconds.toFixed(1).padStart(9)}`)
}
process.exitCode = rows.some(({ passed, failed }) => failed > 0 || passed === 0) ? 1 : 0

function suiteUnder(major: string): Row {
  const node = nodeOf(major)
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()
  const report = join(root, 'node_modules/.cache/offloop', `report-${major}.json`)
  rmSync(report, { force: true })
  console.log(`\nThe suite under Node ${version}`)
  const start = performance.now()
  // First on the path, so that the processes that tests start by name are of the same release.
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env['PATH']}` }
  const vitest = [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...args,
  ]
  spawnSync(node, vitest, { cwd: root, env, stdio: 'inherit' })
  const seconds = (performance.now() - start) / 1000
  if (!existsSync(report)) return { version, passed: 0, failed: 1, seconds }
  const { numPassedTests: passed, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(report, 'utf8')) as Record<string, number>
  return { version, passed: passed ?? 0, failed: Math.max(numFailedTests ?? 0, numFailedTestSuites ?? 0), seconds }
}
