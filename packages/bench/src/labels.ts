/** The group `labels`: what the lint finds on public servers that people read and labelled, and how much of what it says is right. */
import { execFile } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { root } from '@offloop/dev/root'
import { figuresOf, percentOf } from './labels-figures.ts'
import type { Share } from './labels-figures.ts'
import { checkoutName, fileNameOf, labelsText, readLabels } from './labels-file.ts'
import type { Labels } from './labels-file.ts'
import { checkCheckout, compare, foldersOf } from './labels-live.ts'
import type { Compared, Live } from './labels-live.ts'
import { labelTables } from './labels-table.ts'
import type { Row } from './row.ts'

/** How the labels are asked. */
export interface LabelOptions {
  /** Folder with a checkout for each repository, `owner+name`; without it, what the lint said when the labels were last brought up to date. */
  readonly checkouts?: string | undefined
  /** Write what the lint says now into the label files. */
  readonly isUpdate?: boolean | undefined
  /** Where label files lie. */
  readonly folder?: string
  /** Takes the tables that come before the rows. */
  readonly print?: (text: string) => void
  /** Takes what has to be looked at by a person. */
  readonly note?: (line: string) => void
}

const ownFolder = join(root, 'packages/bench/labels')

/** Rows of the group. */
export async function labelRows(options: LabelOptions = {}): Promise<Row[]> {
  const { checkouts, isUpdate, folder = ownFolder, print = console.log, note = console.error } = options
  if (isUpdate && checkouts === undefined)
    throw new Error('--update needs --checkouts <folder>: labels are brought up to date from checkouts')
  const recorded = existsSync(folder) ? readLabels(folder) : []
  if (recorded.length === 0) throw new Error(`${folder}: no label files here`)
  const servers: Labels[] = []
  for (const labels of recorded) {
    const checkout = checkouts === undefined ? undefined : resolve(checkouts, checkoutName(labels.repository))
    if (checkout === undefined) {
      servers.push(labels)
      continue
    }
    const file = join(folder, fileNameOf(labels))
    if (!existsSync(checkout)) {
      note(`${labels.repository}: left out, there is no ${checkout}`)
      continue
    }
    const now = await compared(labels, file, checkout, note)
    servers.push(now.labels)
    if (isUpdate) writeFileSync(file, labelsText(now.labels))
  }
  if (servers.length === 0) throw new Error(`${checkouts}: no checkout of a labelled repository here`)
  print(labelTables(servers))
  return rowsOf(servers)
}

async function compared(labels: Labels, file: string, checkout: string, note: (line: string) => void): Promise<Compared> {
  checkCheckout(labels, file, checkout)
  const env = { ...process.env, OFFLOOP_INDEX_CACHE: 'off' }
  const args = [join(root, 'packages/bench/dist/labels-process.js'), checkout, ...foldersOf(labels)]
  const { stdout } = await promisify(execFile)(process.execPath, args, { env, maxBuffer: 1 << 28 })
  const live = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Live
  const now = compare(labels, live)
  const { repository } = labels
  for (const line of live.fatal) note(`${repository}: could not be parsed: ${line}`)
  for (const { place, rule, message } of now.unlabelled) note(`${repository}: unlabelled: ${place} ${rule} ${message}`)
  return now
}

function rowsOf(servers: readonly Labels[]): Row[] {
  const { recall, reportedRecall, precision } = figuresOf(servers)
  const on = `of ${servers.length} public servers`
  return [
    row(`blocking calls on the loop ${on} that are found, all tiers (${recall.whole}); peer: a person who reads them`, recall),
    row(`the same, tiers spawn, cpu and file (${reportedRecall.whole})`, reportedRecall),
    row(`findings in them that are right, all rules of recommended (${precision.whole})`, precision),
  ]
}

function row(claim: string, share: Share): Row {
  const ours = percentOf(share)
  return { claim, ours, peer: 100, unit: '%', ratio: ours / 100, target: '>= 95 %', holds: ours >= 95 }
}
