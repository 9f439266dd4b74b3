/** Runs oxlint on this repository's own packages, alone or with our plugin. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from '@offloop/dev/root'
import type { Measured } from './lint-runs.ts'
import { ownRules } from './own-rules.ts'

interface Report {
  readonly diagnostics: readonly { readonly code?: string }[]
}

/** Milliseconds of the whole process; its own rules are those that oxlint has on by itself. */
export async function runOxlint(isWithOurs: boolean): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'offloop-oxlint-'))
  try {
    const specifier = fileURLToPath(import.meta.resolve('@offloop/eslint-plugin'))
    const config = isWithOurs ? { jsPlugins: [{ name: 'offloop', specifier }], rules: ownRules, settings: { offloop: { root } } } : {}
    const path = join(folder, 'oxlintrc.json')
    writeFileSync(path, JSON.stringify(config))
    const sources = readdirSync(join(root, 'packages')).map((name) => `packages/${name}/src`)
    const began = performance.now()
    const { diagnostics } = await oxlint(['--config', path, '--format', 'json', ...sources])
    const ms = performance.now() - began
    const reports = diagnostics.filter(({ code }) => code?.startsWith('offloop(')).length
    if (isWithOurs !== reports > 0) throw new Error(`oxlint printed ${reports} reports of our rules`)
    return { ms, reports, mb: Number.NaN }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** It ends with 1 where there are reports. */
function oxlint(args: readonly string[]): Promise<Report> {
  const script = join(dirname(fileURLToPath(import.meta.resolve('oxlint/package.json'))), 'bin/oxlint')
  const options = { cwd: root, env: { ...process.env, OFFLOOP_INDEX_CACHE: 'off' }, maxBuffer: 1 << 28 }
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [script, ...args], options, (_error, stdout, stderr) => {
      if (stdout.startsWith('{')) resolve(JSON.parse(stdout) as Report)
      else reject(new Error(`oxlint printed no report: ${stdout}${stderr}`))
    })
  })
}
