/** For tests: lints a folder and gives the run of the SARIF, which must fit the schema. */
import { createRequire } from 'node:module'
import * as typescriptParser from '@typescript-eslint/parser'
import AjvDraft04 from 'ajv-draft-04'
import addFormats from 'ajv-formats'
import { ESLint } from 'eslint'
import type { Linter } from 'eslint'
import type { Log, Region, Result, Run } from 'sarif'
import { expect } from 'vitest'
import plugin from '../index.ts'
import sarif from '../sarif.ts'

const require = createRequire(import.meta.url)
// The schema has a pattern that is none with the flag `u`.
const ajv = new AjvDraft04.default({ strict: false, allErrors: true, unicodeRegExp: false })
addFormats.default(ajv)
const validate = ajv.compile(require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json') as object)

/** The preset, TypeScript, and one rule of ESLint's own that can fix. */
export const config: Linter.Config[] = [
  plugin.configs.recommended,
  { files: ['**/*.ts'], languageOptions: { parser: typescriptParser } },
  { rules: { 'no-extra-boolean-cast': 'warn' } },
]

/** A call that blocks, in an async function. */
export const direct = `import { readFileSync } from 'node:fs'

export async function load() {
  return readFileSync('a')
}
`

/** A handler that calls a helper in another file, which blocks. */
export const shop = {
  'src/app.ts': `import express from 'express'
import { invoice } from './invoice.ts'

express().get('/invoice', (req, res) => {
  res.send(invoice('2026'))
})
`,
  'src/invoice.ts': `import { readFileSync } from 'node:fs'

export function invoice(name: string): string {
  return readFileSync(name, 'utf8')
}
`,
}

/** A lint that is over, to be formatted later. */
export interface Linted {
  readonly results: ESLint.LintResult[]
  /** Formats the results, or what was made of them, as if linted in `from`. */
  run(results?: ESLint.LintResult[], from?: string): Run & { results: Result[] }
}

/** Lints a folder below `cwd`. */
export async function lint(cwd: string, extra: Linter.Config = {}, folder = 'src'): Promise<Linted> {
  const engine = new ESLint({ cwd, overrideConfigFile: true, overrideConfig: [...config, extra] })
  const linted = await engine.lintFiles([folder])
  return {
    results: linted,
    run: (results = linted, from = cwd) => parsed(sarif(results, { cwd: from, rulesMeta: engine.getRulesMetaForResults(results) })),
  }
}

/** Lints a folder below `cwd` and formats what is found. */
export async function runOf(cwd: string, extra: Linter.Config = {}, folder = 'src'): Promise<Run & { results: Result[] }> {
  return (await lint(cwd, extra, folder)).run()
}

/** The only run of a log that fits the schema. */
export function parsed(text: string): Run & { results: Result[] } {
  const log = JSON.parse(text) as Log
  validate(log)
  expect(validate.errors ?? []).toEqual([])
  expect(log.runs).toHaveLength(1)
  const [run] = log.runs as [Run]
  return { ...run, results: run.results ?? [] }
}

/** The region of a result's place. */
export function regionOf(result: Result | undefined): Region | undefined {
  return result?.locations?.[0]?.physicalLocation?.region
}

/** `src/app.ts:5 calls …` for each step. */
export function flowOf(result: Result | undefined): string[] {
  const locations = result?.codeFlows?.flatMap(({ threadFlows }) => threadFlows.flatMap((flow) => flow.locations)) ?? []
  return locations.map(({ location }) => {
    const { artifactLocation, region } = location?.physicalLocation ?? {}
    return `${artifactLocation?.uri}:${region?.startLine} ${location?.message?.text}`
  })
}
