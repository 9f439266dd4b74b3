/** `npm run demo`: a blocking server is found out, linted, migrated and measured again, and the Django examples run in both forms. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import pc from 'picocolors'
import { djangoRows, djangoText } from './demo/django.ts'
import { lintFolder } from './demo/lint.ts'
import type { LintFinding } from './demo/lint.ts'
import { applyLoad, prepare } from './demo/load.ts'
import type { LoadResult } from './demo/load.ts'
import { migrateFolder } from './demo/migrate.ts'
import { readRecords, sitesOf } from './demo/records.ts'
import type { BlockingSite } from './demo/records.ts'
import { copySubject, runScript, startServer } from './demo/subject.ts'
import type { Subject } from './demo/subject.ts'
import { tableText } from './demo/table.ts'

const application = 'printshop'

const usage = `npm run demo -- [--seconds 6] [--json] [--keep]

  --seconds  length of each load
  --json     print the table as JSON (the rest goes to stderr)
  --keep     keep the temporary copy of the application`

function readFlags() {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean' },
      keep: { type: 'boolean' },
      seconds: { type: 'string', default: '6' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  const seconds = Number(values.seconds)
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 60)
    throw new Error(`--seconds takes a whole number from 1 to 60, not ${values.seconds}`)
  return { ...values, seconds }
}

function flagsOrExit(): ReturnType<typeof readFlags> {
  try {
    return readFlags()
  } catch (error) {
    console.error(`demo: ${(error as Error).message}`)
    process.exit(2)
  }
}

const flags = flagsOrExit()
const say = (text: string): void => (flags.json ? console.error(text) : console.log(text))
const heading = (text: string): void => say(`\n${pc.bold(text)}`)

interface Measured {
  readonly load: LoadResult
  readonly sites: readonly BlockingSite[]
  readonly calls: number
}

/** Measures latency without the detector, whose cost depends on what it finds, and then counts with it. */
async function measure(subject: Subject, seconds: number): Promise<Measured> {
  const load = await loaded(subject, seconds)
  const reports = mkdtempSync(join(tmpdir(), 'offloop-demo-'))
  const report = join(reports, 'blocking.jsonl')
  try {
    await loaded(subject, seconds, report)
    const records = readRecords(report)
    return { load, sites: sitesOf(records), calls: records.reduce((sum, each) => sum + (each.kind === 'call' ? each.count : 0), 0) }
  } finally {
    rmSync(reports, { recursive: true, force: true })
  }
}

async function loaded(subject: Subject, seconds: number, report?: string): Promise<LoadResult> {
  const server = await startServer(subject, report)
  try {
    return await applyLoad(server, await prepare(server), seconds)
  } finally {
    await server.stop()
  }
}

async function mustPass(subject: Subject, script: string): Promise<string> {
  const { ok, output } = await runScript(subject, script)
  if (!ok) throw new Error(`npm run ${script} failed in ${subject.folder}:\n${output}`)
  return output
}

function showFindings(findings: readonly LintFinding[]): void {
  for (const each of findings.slice(0, 8)) say(`  ${each.file}:${each.line}  ${each.message}`)
  if (findings.length > 8) say(`  … and ${findings.length - 8} more`)
}

async function demo(subject: Subject, seconds: number): Promise<void> {
  heading('1. The order desk of a print shop (Express, TypeScript) runs under load, then once more with the detector')
  await mustPass(subject, 'build')
  await mustPass(subject, 'test')
  const before = await measure(subject, seconds)
  say(`  ${before.calls} blocking calls from ${before.sites.length} places; the costliest:`)
  for (const each of before.sites.slice(0, 8)) {
    say(
      `  ${each.totalMs.toFixed(0).padStart(6)} ms ${String(each.count).padStart(5)}x  ${each.api.padEnd(34)} ${relative(subject.folder, each.file)}:${each.line}  ${each.routes.slice(0, 2).join(', ')}${each.routes.length > 2 ? ', …' : ''}`,
    )
  }

  heading('2. The lint says the same without running it, with the chain from the handler')
  const lintBefore = await lintFolder(subject.folder)
  showFindings(lintBefore)

  heading('3. The codemod makes the calls and all their callers async')
  const report = await migrateFolder(subject.folder)
  say(`  ${report.counts['migrated'] ?? 0} of ${report.sites.length} calls migrated in ${report.changedFiles.length} files; the others:`)
  const kept = new Map<string, number>()
  for (const each of report.sites)
    if (each.verdict !== 'migrated') kept.set(each.wall?.reason ?? each.verdict, (kept.get(each.wall?.reason ?? each.verdict) ?? 0) + 1)
  for (const [reason, count] of kept) say(`  ${String(count).padStart(4)}  ${reason}`)

  heading("4. The application's own tests, on the migrated copy")
  await mustPass(subject, 'build')
  const tests = await mustPass(subject, 'test')
  say(`  ${/# pass \d+/.exec(tests)?.[0] ?? 'pass'}, ${/# fail \d+/.exec(tests)?.[0] ?? 'fail 0'}`)

  heading('5. Lint again: what is left has its reason in a comment beside it')
  const lintAfter = await lintFolder(subject.folder)
  showFindings(lintAfter)

  heading('6. The same load again')
  const after = await measure(subject, seconds)

  const row = (name: string, a: number, b: number, unit = '', digits = 0): string[] => [
    name,
    `${a.toFixed(digits)}${unit}`,
    `${b.toFixed(digits)}${unit}`,
    a === 0 ? '' : `${(b / a).toFixed(2)}x`,
  ]
  say(
    `\n${tableText([
      ['', 'before', 'after', 'ratio'],
      row('blocking calls seen', before.calls, after.calls),
      row('places they come from', before.sites.length, after.sites.length),
      row('lint findings', lintBefore.length, lintAfter.length),
      row('heavy requests/s', before.load.requestsPerSecond, after.load.requestsPerSecond),
      row('/health p50', before.load.p50, after.load.p50, ' ms', 1),
      row('/health p99', before.load.p99, after.load.p99, ' ms', 1),
      row('/health longest stall', before.load.longestStallMs, after.load.longestStallMs, ' ms', 1),
      row('failed requests', before.load.failures, after.load.failures),
    ])}`,
  )

  heading('7. The ten Django examples: each in its sync form and in an async one')
  const django = await djangoRows()
  say(`\n${djangoText(django)}`)
  if (flags.json) {
    const [first, second] = [summaryOf(before, lintBefore), summaryOf(after, lintAfter)]
    console.log(JSON.stringify({ before: first, after: second, migration: report.counts, django }, null, 2))
  }
}

function summaryOf(measured: Measured, findings: readonly LintFinding[]): object {
  return { ...measured.load, blockingCalls: measured.calls, places: measured.sites.length, lintFindings: findings.length }
}

if (flags.help) {
  console.log(usage)
} else {
  const subject = copySubject(application)
  process.once('exit', () => {
    if (!flags.keep) subject.remove()
  })
  process.once('SIGINT', () => process.exit(130))
  process.once('SIGTERM', () => process.exit(143))
  try {
    await demo(subject, flags.seconds)
  } catch (error) {
    console.error(`demo: ${(error as Error).message}`)
    process.exitCode = 1
  }
  if (flags.keep) say(`\n  the migrated copy: ${subject.folder}`)
}
