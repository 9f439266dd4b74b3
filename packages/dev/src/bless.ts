/** `npm run bless -- <pattern>`: runs the fixtures whose name contains the pattern, stores what came out, and shows the diff. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fixtureCases } from './fixture-cases.ts'
import { runFixture } from './fixture.ts'

const [pattern] = process.argv.slice(2)
if (pattern === undefined) {
  console.error('Name what to accept: npm run bless -- sync-to-async/h071   (a part of the name; "." is every case)')
  process.exit(2)
}
const cases = fixtureCases(pattern === '.' ? '' : pattern)
if (cases.length === 0) {
  console.error(`No case below fixtures/codemods has "${pattern}" in its name.`)
  process.exit(2)
}
for (const { name, folder } of cases) {
  const old = mkdtempSync(join(tmpdir(), 'offloop-bless-'))
  cpSync(join(folder, 'output'), join(old, 'output'), { recursive: true, force: true })
  const left = await runFixture(folder, { bless: true })
  const { status, stdout } = spawnSync('git', ['diff', '--no-index', '--no-prefix', join(old, 'output'), 'output'], {
    cwd: folder,
    encoding: 'utf8',
  })
  console.log(`${name}: ${status === 0 ? 'as before' : 'accepted'}\n${stdout}${left.map((line) => `still wrong: ${line}\n`).join('')}`)
  if (left.length > 0) process.exitCode = 1
  rmSync(old, { recursive: true, force: true })
}
