/** The packages of the `codemod` CLI under the real one, without a registry: they are valid, and run as `npx` would. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codemods } from '@offloop/codemods'
import { afterAll, expect, test } from 'vitest'
import { root } from './root.ts'

const program = createRequire(import.meta.url).resolve('codemod/codemod')
const home = mkdtempSync(join(tmpdir(), 'offloop-codemod-'))
afterAll(() => rmSync(home, { recursive: true }))
const workflowOf = (name: string): string => join(root, 'packages/codemods/workflows', name)

function codemod(cwd: string, ...args: readonly string[]): Promise<{ code: number; output: string }> {
  const env = { PATH: process.env['PATH'], HOME: home, NO_COLOR: '1', CI: '1', npm_config_offline: 'true' }
  return new Promise((done) => {
    const child = execFile(process.execPath, [program, ...args, '--disable-analytics'], { cwd, env }, (_error, stdout, stderr) =>
      done({ code: child.exitCode ?? 1, output: stdout + stderr }),
    )
  })
}

test.each(codemods.map(({ name }) => [name]))('the workflow of %s is valid', async (name) => {
  const { code, output } = await codemod(home, 'workflow', 'validate', '-w', workflowOf(name))
  expect(output).toContain('Package validation successful')
  expect(code).toBe(0)
})

test.each([
  ['workflow run', (folder: string) => ['workflow', 'run', '-w', folder]],
  ['run', (folder: string) => ['run', folder]],
])(
  '%s: a dry run shows, another one writes, in the folder that is named',
  async (_name, command) => {
    const project = mkdtempSync(join(home, 'project-'))
    const before = 'export const page = (id) => fetch(`/${id}`).then((response) => response.text())\n'
    mkdirSync(join(project, 'node_modules/@offloop'), { recursive: true })
    mkdirSync(join(project, 'my shop'))
    symlinkSync(join(root, 'packages/codemods'), join(project, 'node_modules/@offloop/codemods'))
    writeFileSync(join(project, 'package.json'), '{ "private": true }\n')
    for (const file of ['page.mjs', 'my shop/page.mjs']) writeFileSync(join(project, file), before)
    const read = (file: string): string => readFileSync(join(project, file), 'utf8')
    const run = [...command(workflowOf('then-to-await')), '--no-interactive', '--param', 'target=my shop']

    const dry = await codemod(project, ...run, '--param', 'dryRun=true')
    expect(dry.output).toContain('+  const response = await fetch')
    expect(read('my shop/page.mjs')).toBe(before)
    const { code, output } = await codemod(project, ...run)
    expect(output).toContain('1 promise chain: 1 migrated')
    expect(code).toBe(0)
    expect(read('my shop/page.mjs')).toContain('const response = await fetch')
    expect(read('page.mjs')).toBe(before)
  },
  120_000,
)
