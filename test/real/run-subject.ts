/** Lints, migrates and watches one published package in a temporary folder. */
import { openProject } from '@offloop/analysis'
import { lintFolder } from '@offloop/dev/demo/lint'
import { migrateFolder } from '@offloop/dev/demo/migrate'
import { readRecords } from '@offloop/dev/demo/records'
import { root } from '@offloop/dev/root'
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { RealSubject } from './subjects.ts'

export interface TestRun {
  readonly passed: number
  readonly failed: number
  readonly output: string
}

export interface SubjectResult {
  readonly subject: RealSubject
  readonly files: number
  readonly findings: number
  /** Verdicts by name; together they are every blocking call. */
  readonly verdicts: Readonly<Record<string, number>>
  readonly calls: number
  readonly reasons: Readonly<Record<string, number>>
  readonly exitCode: number
  /** Parse errors that the migration added. */
  readonly broken: readonly string[]
  readonly before?: TestRun
  readonly after?: TestRun
  /** Blocking calls that the detector saw in the package's own code during its tests, and of these the ones that the index knows. */
  readonly seen: number
  readonly known: number
}

export async function runSubject(subject: RealSubject): Promise<SubjectResult> {
  const folder = mkdtempSync(join(tmpdir(), 'offloop-real-'))
  try {
    await fetchPackage(subject, folder)
    const project = openProject(folder)
    const unparsable = new Set(project.problems.filter((each) => each.code === 'unparsable').map((each) => each.file))
    const findings = await lintFolder(folder)
    const report = join(folder, 'blocking.jsonl')
    const before = subject.test === undefined ? undefined : await runTests(subject.test, folder, report)
    const seen = new Set(
      readRecords(report).flatMap((each) =>
        each.kind === 'call' && each.package === undefined && each.source && project.text(each.source.file) !== undefined
          ? [`${each.api} ${each.source.file}:${each.source.line}`]
          : [],
      ),
    )
    const calls = new Set(project.blockingCalls().map((each) => `${each.api.id} ${each.place.file}:${each.place.line}`))

    const migration = await migrateFolder(folder, ['--from', 'all'])
    const after = subject.test === undefined ? undefined : await runTests(subject.test, folder)
    const reasons = Object.create(null) as Record<string, number>
    for (const each of migration.sites) if (each.wall) reasons[each.wall.reason] = (reasons[each.wall.reason] ?? 0) + 1
    return {
      subject,
      files: project.files().length,
      findings: findings.length,
      verdicts: migration.counts,
      calls: migration.sites.length,
      reasons,
      exitCode: migration.exitCode,
      broken: openProject(folder)
        .problems.filter((each) => each.code === 'unparsable' && !unparsable.has(each.file))
        .map((each) => each.message),
      ...(before ? { before } : {}),
      ...(after ? { after } : {}),
      seen: seen.size,
      known: [...seen].filter((each) => calls.has(each)).length,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The published tarball, its dependencies, and what its tests need; its own development tools are left out. */
async function fetchPackage(subject: RealSubject, folder: string): Promise<void> {
  const { output } = await run('npm', ['pack', `${subject.name}@${subject.version}`, '--silent'], folder)
  const tarball = output.trim().split('\n').at(-1)!
  await run('tar', ['xzf', tarball, '--strip-components=1'], folder)
  rmSync(join(folder, tarball))
  const file = join(folder, 'package.json')
  const { devDependencies: _, scripts: __, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  writeFileSync(file, JSON.stringify(rest, null, 2))
  if (subject.test === undefined) return
  const installed = await run(
    'npm',
    ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--silent', ...(subject.testPackages ?? [])],
    folder,
  )
  if (installed.code !== 0 || !existsSync(join(folder, 'package-lock.json')))
    throw new Error(`npm install failed for ${subject.name}:\n${installed.output}`)
}

async function runTests(command: string, folder: string, report?: string): Promise<TestRun> {
  const detector = pathToFileURL(join(root, 'packages/runtime/dist/detect/index.js')).href
  const env = report
    ? { NODE_OPTIONS: `--import ${detector}`, OFFLOOP_REPORT: report, OFFLOOP_SUMMARY: '0', OFFLOOP_WATCHDOG: '0' }
    : { NODE_OPTIONS: '' }
  const { output } = await run('sh', ['-c', command], folder, env)
  const total = (pattern: RegExp): number => [...output.matchAll(pattern)].reduce((sum, each) => sum + Number(each[1]), 0)
  return {
    passed: total(/^(?:# pass|ℹ pass) (\d+)$/gm) + total(/^\s*(\d+) passing/gm),
    failed: total(/^(?:# fail|ℹ fail) (\d+)$/gm) + total(/^\s*(\d+) failing/gm),
    output,
  }
}

/** Runs a command to its end; what it prints is its output, whatever it ends with. */
export function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number; output: string }> {
  return new Promise((done) => {
    const child = execFile(
      command,
      args,
      { cwd, maxBuffer: 1 << 26, timeout: 240_000, env: { ...process.env, CI: '1', ...env } },
      (_, stdout, stderr) => done({ code: child.exitCode ?? 1, output: stdout + stderr }),
    )
  })
}
