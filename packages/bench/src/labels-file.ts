/** Label files: what a person who read a public server says of each blocking call and of each finding. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import plugin from '@offloop/eslint-plugin'
import { checkList, checkObject, isCount, isText, matches, oneOf } from './labels-shape.ts'
import type { Check } from './labels-shape.ts'

/** Where a call runs after start-up: on the served loop, only while the server starts, in another program or thread, or nowhere. */
export const verdicts = ['loop', 'start-up', 'elsewhere', 'dead'] as const

/** One of them. */
export type Verdict = (typeof verdicts)[number]

/** Tiers of the catalogue. */
export const tiers = ['spawn', 'cpu', 'file', 'database', 'metadata', 'wait'] as const

/** One of them. */
export type Tier = (typeof tiers)[number]

/** A blocking call of the server. */
export interface LabelledCall {
  /** `server/auth.js:12`, from the repository's root. */
  readonly place: string
  /** Id of the catalogue's entry, or a name of that form where there is none: `node:fs.readFileSync`. */
  readonly api: string
  readonly tier: Tier
  readonly verdict: Verdict
  /** Whether the lint had found it when the labels were last brought up to date; said of calls on the loop. */
  readonly found?: boolean
  readonly reason: string
}

/** A finding of a rule of the preset. */
export interface LabelledFinding {
  readonly place: string
  /** `no-blocking-call`. */
  readonly rule: string
  /** True for a real problem. */
  readonly verdict: boolean
  readonly reason: string
}

/** The labels of one server. Fields beyond these are left alone. */
export interface Labels {
  /** `owner/name`. */
  readonly repository: string
  readonly commit: string
  /** The server's part of the repository; several are separated by commas, and `.` is all of it. */
  readonly folder: string
  readonly files: number
  readonly lines: number
  readonly calls: readonly LabelledCall[]
  readonly findings: readonly LabelledFinding[]
}

const isPlace: Check = matches(
  /^(?![/.])(?!.*(?:\\|\/\.\.?\/)).+:[1-9]\d*$/u,
  'a place as "server/auth.js:12", from the root of the repository',
)

const callFields: Readonly<Record<string, Check>> = {
  place: isPlace,
  api: isText,
  tier: oneOf(tiers),
  verdict: oneOf(verdicts),
  found: (value, call) => (typeof value === 'boolean' || (value === undefined && call['verdict'] !== 'loop') ? undefined : 'true or false'),
  reason: isText,
}

const findingFields: Readonly<Record<string, Check>> = {
  place: isPlace,
  rule: (value) => (Object.hasOwn(plugin.rules, String(value)) ? undefined : 'the name of a rule, without "offloop/"'),
  verdict: (value) => (typeof value === 'boolean' ? undefined : 'true or false'),
  reason: isText,
}

const fields: Readonly<Record<string, Check>> = {
  repository: matches(/^[\w.-]+\/[\w.-]+$/u, '"owner/name"'),
  commit: matches(/^[\da-f]{40}$/u, '40 hexadecimal digits'),
  folder: isText,
  files: isCount,
  lines: isCount,
}

/** The labels in a file's text; throws one error with a line for each field that is not as it should be. */
export function parseLabels(text: string, file: string): Labels {
  const value = jsonOf(text, file)
  const problems = [
    ...checkObject(value, '', fields),
    ...checkList(value, 'calls', callFields),
    ...checkList(value, 'findings', findingFields),
    ...misnamed(value, file),
  ]
  if (problems.length > 0) throw new Error(problems.map((problem) => `${file}: ${problem}`).join('\n'))
  return value as Labels
}

/** All label files of a folder, in the order of their names. */
export function readLabels(folder: string): Labels[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
  const read = names.toSorted().map((name) => {
    try {
      return { labels: parseLabels(readFileSync(join(folder, name), 'utf8'), join(folder, name)) }
    } catch (error) {
      return { problem: (error as Error).message }
    }
  })
  const problems = read.flatMap(({ problem }) => problem ?? [])
  if (problems.length > 0) throw new Error(problems.join('\n'))
  return read.flatMap(({ labels }) => labels ?? [])
}

/** `owner+name.json`. */
export function fileNameOf({ repository }: Labels): string {
  return `${checkoutName(repository)}.json`
}

/** `owner+name`. */
export function checkoutName(repository: string): string {
  return repository.replace('/', '+')
}

/** The text of a label file. */
export function labelsText(labels: Labels): string {
  return `${JSON.stringify(labels, undefined, 2)}\n`
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Error(`${file}: not JSON: ${(error as Error).message}`, { cause: error })
  }
}

function misnamed(value: unknown, file: string): string[] {
  const repository = (value as Partial<Labels> | null)?.repository
  if (typeof repository !== 'string' || basename(file) === `${checkoutName(repository)}.json`) return []
  return [`repository: "${repository}" belongs into a file called ${checkoutName(repository)}.json`]
}
