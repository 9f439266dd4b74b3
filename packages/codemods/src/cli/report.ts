/** `offloop report`: what a detector wrote, as a page for people or as sums for programs. */
import { existsSync, statSync } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import pc from 'picocolors'
import { pageOf } from '../blocking/page.ts'
import { readRecords } from '../blocking/records.ts'
import type { BadLine } from '../blocking/records.ts'
import type { ReportData } from '../blocking/report-data.ts'
import { BlockingSum } from '../blocking/sum.ts'
import { exitCode, UsageError } from './exit.ts'

/** Flags of `offloop report` as the parser gives them. */
export interface ReportFlags {
  readonly out?: string
  readonly json?: boolean
  readonly title?: string
  readonly cwd?: string
}

/** Name and value, meaning. */
export const reportFlags: readonly (readonly [flag: string, meaning: string])[] = [
  ['--out <file>', 'Where to write the page (default: beside the first file, with .html)'],
  ['--json', 'Print the sums as JSON and write no page'],
  ['--title <text>', 'Heading of the page (default: the names of the files)'],
  ['--cwd <folder>', 'Run as if started there; paths are shown relative to it'],
]

const shownSites = 5

/** Reads files of records and writes the page; prints, and returns the exit code. @throws UsageError for files that can't be read, or that hold no records */
export async function runReport(files: readonly string[], flags: ReportFlags): Promise<number> {
  const folder = resolve(flags.cwd ?? '.')
  if (files.length === 0) throw new UsageError('report needs a file of records, as OFFLOOP_REPORT=blocking.jsonl lets the detector write')
  const sum = new BlockingSum(folder)
  const bad: BadLine[] = []
  let records = 0
  for (const file of files) {
    const path = resolve(folder, file)
    if (!existsSync(path)) throw new UsageError(`there is no file ${file}`)
    if (statSync(path).isDirectory()) throw new UsageError(`${file} is a folder: name the file that the detector wrote`)
    try {
      await readRecords(
        path,
        (record) => (records++, sum.add(record)),
        (line) => void bad.push(line),
      )
    } catch (error) {
      throw new UsageError(`${file} can't be read: ${(error as Error).message}`)
    }
  }
  if (records === 0 && bad.length > 0)
    throw new UsageError(`${files.join(', ')}: no line is a record of the detector (the first is line ${bad[0]!.line})`)
  if (bad.length > 0)
    console.error(
      `offloop: ${bad.length} ${bad.length === 1 ? 'line is no record and was' : 'lines are no records and were'} left out, the first is line ${bad[0]!.line} of ${bad[0]!.file}`,
    )

  const data = sum.data(flags.title ?? files.join(', '))
  if (flags.json) {
    console.log(JSON.stringify(data, null, 2))
    return exitCode.done
  }
  const out = resolve(folder, flags.out ?? pageName(files[0]!))
  await writePage(out, pageOf(data))
  console.log(summaryOf(data))
  console.log(`Open ${out} in a browser.`)
  return exitCode.done
}

function pageName(file: string): string {
  return `${file.replace(/\.[^./\\]+$/u, '')}.html`
}

/** Old or new, never half. */
async function writePage(out: string, html: string): Promise<void> {
  if (!existsSync(dirname(out))) throw new UsageError(`--out is ${out}, and there is no folder ${dirname(out)}`)
  const half = `${out}.${process.pid}.part`
  try {
    await writeFile(half, html)
    await rename(half, out)
  } catch (error) {
    await rm(half, { force: true })
    throw new UsageError(`${out} can't be written: ${(error as Error).message}`)
  }
}

function summaryOf(data: ReportData): string {
  if (data.records === 0) return 'Nothing blocked: the files hold no records.'
  const seconds = (data.to - data.from) / 1000
  const head = `${data.records} records over ${seconds.toFixed(1)} s: the loop stood still for ${(data.blockedMs / 1000).toFixed(2)} s, at most ${data.longestMs.toFixed(1)} ms at once.`
  const lines = data.sites.slice(0, shownSites).map(({ api, place, count, totalMs, longestMs }) => {
    const figures = `${totalMs.toFixed(1).padStart(10)} ms ${`${count}x`.padStart(8)}  longest ${longestMs.toFixed(1)} ms`
    return `${figures}  ${pc.bold(api)}  ${place}`
  })
  const more = data.sites.length + data.otherSites.count - lines.length
  return [head, ...lines, ...(more > 0 ? [`           and ${more} more call ${more === 1 ? 'site' : 'sites'}`] : [])].join('\n')
}
