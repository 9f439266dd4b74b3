/** Migrates a folder with the real command line. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../root.ts'

/** The part of the JSON report that is read here. */
export interface MigrationReport {
  readonly exitCode: number
  readonly output: string
  readonly changedFiles: readonly string[]
  readonly counts: Readonly<Record<string, number>>
  readonly sites: readonly {
    readonly file: string
    readonly line: number
    readonly api: string
    readonly verdict: string
    readonly wall?: { readonly reason: string; readonly message: string }
  }[]
}

/** Runs `offloop sync-to-async --yes` in a folder and reads its report. */
export async function migrateFolder(folder: string, flags: readonly string[] = []): Promise<MigrationReport> {
  const reports = mkdtempSync(join(tmpdir(), 'offloop-report-'))
  const file = join(reports, 'report.json')
  try {
    const { exitCode, output } = await run([
      join(root, 'packages/codemods/bin/offloop.js'),
      'sync-to-async',
      folder,
      '--yes',
      '--no-color',
      '--report',
      file,
      ...flags,
    ])
    if (exitCode !== 0 && exitCode !== 1 && exitCode !== 3) throw new Error(`offloop ended with ${exitCode}:\n${output}`)
    return { ...(JSON.parse(readFileSync(file, 'utf8')) as Omit<MigrationReport, 'exitCode' | 'output'>), exitCode, output }
  } finally {
    rmSync(reports, { recursive: true, force: true })
  }
}

function run(args: readonly string[]): Promise<{ exitCode: number; output: string }> {
  return new Promise((done) => {
    const child = execFile(process.execPath, args, { maxBuffer: 1 << 26, env: { ...process.env, CI: '1' } }, (_, stdout, stderr) =>
      done({ exitCode: child.exitCode ?? 70, output: stdout + stderr }),
    )
  })
}
