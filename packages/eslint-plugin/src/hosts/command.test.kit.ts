/** For tests of hosts: runs the real commands `eslint` and `oxlint` in a folder, with the built plugin. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { ESLint } from 'eslint'
import { linesOf } from './small-project.test.kit.ts'

/** The plugin as it is published: tests run after a build. */
export const builtPlugin = fileURLToPath(new URL('../../dist/index.js', import.meta.url))

/** What a command printed, and how it ended. */
export interface Ran {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Writes eslint.config.mjs; `elements` follow the preset, as source text in which `offloop` and `offloopSettings` are known. */
export function writeConfig(folder: string, ...elements: readonly string[]): void {
  const list = ['offloop.configs.recommended', ...elements].join(', ')
  const text = `import offloop, { offloopSettings } from '${pathToFileURL(builtPlugin).href}'\nexport default [${list}]\n`
  writeFileSync(join(folder, 'eslint.config.mjs'), text)
}

/** Runs `eslint` of a release in a folder. */
export function runEslint(requireFrom: NodeJS.Require, cwd: string, args: readonly string[], input = ''): Ran {
  return run(join(dirname(requireFrom.resolve('eslint/package.json')), 'bin/eslint.js'), cwd, args, input)
}

/** Runs `eslint` with the formatter JSON; what is no report is thrown. */
export function findingsOf(requireFrom: NodeJS.Require, cwd: string, args: readonly string[], input = ''): string[] {
  const { status, stdout, stderr } = runEslint(requireFrom, cwd, ['--format', 'json', ...args], input)
  if (status === null || status > 1) throw new Error(`eslint ended with ${status}: ${stdout}${stderr}`)
  return linesOf(cwd, JSON.parse(stdout) as ESLint.LintResult[])
}

/** Runs `oxlint` in a folder. */
export function runOxlint(cwd: string, args: readonly string[]): Ran {
  const manifest = createRequire(import.meta.url).resolve('oxlint/package.json')
  return run(join(dirname(manifest), 'bin/oxlint'), cwd, args, '')
}

function run(script: string, cwd: string, args: readonly string[], input: string): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { cwd, input, encoding: 'utf8' })
  return { status, stdout, stderr }
}
