/** `npm run check`: every check that is not a test of behaviour, a line each with its seconds; all of them run even when one fails. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import pc from 'picocolors'
import { pack } from './pack.ts'
import { publicPackages } from './public-packages.ts'
import { root } from './root.ts'

interface Check {
  readonly name: string
  /** Command lines that run one after the other; output is shown when one fails. */
  readonly commands: readonly (readonly string[])[]
}

interface Result {
  readonly ok: boolean
  readonly output: string
}

const tarballs = mkdtempSync(join(tmpdir(), 'offloop-check-'))
const tarball = (name: string): string => join(tarballs, `${name}.tgz`)

const checks: readonly Check[] = [
  { name: 'types', commands: [['tsc', '-b']] },
  { name: 'lint (own rules, import directions)', commands: [['eslint', '.', '--max-warnings=0']] },
  { name: 'format', commands: [['oxfmt', '--check', '.']] },
  { name: 'generated files', commands: [[process.execPath, 'packages/dev/dist/generate.js', '--check']] },
  { name: 'unused files, exports, dependencies', commands: [['knip']] },
  { name: 'tarballs (publint)', commands: publicPackages.map((name) => ['publint', '--strict', tarball(name)]) },
  {
    name: 'tarballs (are the types wrong)',
    commands: publicPackages.map((name) => ['attw', '--profile', 'esm-only', '--no-emoji', tarball(name)]),
  },
  { name: 'house', commands: [['vitest', 'run', 'packages/dev/src/house']] },
]

function run([command = '', ...args]: readonly string[]): Promise<Result> {
  const env = {
    ...process.env,
    PATH: `${join(root, 'node_modules/.bin')}${delimiter}${process.env['PATH']}`,
    NO_COLOR: '1',
    FORCE_COLOR: undefined,
  }
  return new Promise((resolve) => {
    execFile(command, args, { cwd: root, env, maxBuffer: 1 << 26 }, (error, stdout, stderr) =>
      resolve({ ok: error === null, output: stdout + stderr }),
    )
  })
}

async function runCheck({ name, commands }: Check): Promise<boolean> {
  const start = performance.now()
  const results: Result[] = []
  for (const command of commands) results.push(await run(command))
  const failed = results.filter(({ ok }) => !ok)
  const seconds = ((performance.now() - start) / 1000).toFixed(1).padStart(5)
  console.log(`${failed.length === 0 ? pc.green('pass') : pc.red('FAIL')} ${seconds} s  ${name}`)
  for (const { output } of failed) console.log(output.trim().replaceAll(/^/gmu, '    '))
  return failed.length === 0
}

const [first, ...rest] = checks
const types = first ? await runCheck(first) : true
const packed = await Promise.allSettled(publicPackages.map((name) => pack(name, tarball(name))))
for (const result of packed) if (result.status === 'rejected') console.log(pc.red('FAIL'), 'npm pack:', result.reason)
// Two at a time: the checks are processes of their own, and two is what a small machine has.
const queue = [...rest]
const passed = [types, ...(packed.some(({ status }) => status === 'rejected') ? [false] : [])]
const worker = async (): Promise<void> => {
  for (let next = queue.shift(); next; next = queue.shift()) passed.push(await runCheck(next))
}
await Promise.all([worker(), worker()])
rmSync(tarballs, { recursive: true, force: true })
const failures = passed.filter((ok) => !ok).length
console.log(`${passed.length - failures} checks passed, ${failures} failed`)
process.exitCode = failures > 0 ? 1 : 0
