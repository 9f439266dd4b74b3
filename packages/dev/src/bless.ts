/** `npm run bless -- <pattern>`: runs the fixtures and Django examples whose name contains the pattern, stores what came out, and shows the diff. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { blessExample, exampleNames, migratedFolder } from './django/example.ts'
import { fixtureCases } from './fixture-cases.ts'
import { runFixture } from './fixture.ts'

const [pattern] = process.argv.slice(2)
if (pattern === undefined) {
  console.error('Name what to accept: npm run bless -- sync-to-async/h071   (a part of the name; "." is every case)')
  process.exit(2)
}
const cases = fixtureCases(pattern === '.' ? '' : pattern)
const examples = exampleNames.filter((name) => pattern === '.' || `django-${name}`.includes(pattern))
if (cases.length + examples.length === 0) {
  console.error(`No case below fixtures/codemods and no Django example has "${pattern}" in its name.`)
  process.exit(2)
}
for (const { name, folder } of cases) await accept(name, join(folder, 'output'), () => runFixture(folder, { bless: true }))
for (const name of examples) await accept(`django-${name}`, migratedFolder(name), () => blessExample(name))

/** Lets `store` replace the folder, and shows what changed. */
async function accept(name: string, folder: string, store: () => Promise<readonly string[]>): Promise<void> {
  const old = mkdtempSync(join(tmpdir(), 'offloop-bless-'))
  const now = basename(folder)
  if (existsSync(folder)) cpSync(folder, join(old, now), { recursive: true })
  const left = await store()
  const { status, stdout } = spawnSync('git', ['diff', '--no-index', '--no-prefix', join(old, now), now], {
    cwd: dirname(folder),
    encoding: 'utf8',
  })
  console.log(`${name}: ${status === 0 ? 'as before' : 'accepted'}\n${stdout}${left.map((line) => `still wrong: ${line}\n`).join('')}`)
  if (left.length > 0) process.exitCode = 1
  rmSync(old, { recursive: true, force: true })
}
