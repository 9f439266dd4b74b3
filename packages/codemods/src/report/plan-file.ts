/** The plan as a JSON file: what a run would do, for programs, and to be done later. Its shape: docs/plan.md. */
import type { Project } from '@offloop/analysis'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { relative, sep } from 'node:path'
import type { ListenerForm, PublicForm, Strategy } from '../define-codemod.ts'
import type { OwnOptions } from '../file-codemod.ts'
import { breakingOf } from '../plan/plan.ts'
import type { Settled } from '../verify/settle.ts'

/** What the plan was asked for, so that a later run asks the same. Paths are relative to the project's root. */
export interface PlanSettings {
  readonly paths?: readonly string[]
  readonly include?: readonly string[]
  readonly exclude?: readonly string[]
  readonly from?: 'handlers' | 'all'
  readonly strategy?: Strategy
  readonly public?: PublicForm
  readonly listeners?: ListenerForm
  readonly wrapMain?: boolean
  readonly api?: readonly string[]
  readonly tier?: readonly string[]
  readonly tsconfig?: string
  /** Values of the codemod's own flags. */
  readonly own?: OwnOptions
  readonly markers: boolean
  readonly types: boolean
  readonly assumeClosed: boolean
  /** Only these blocking calls: what a detector saw. */
  readonly calls?: readonly { readonly file: string; readonly start: number }[]
}

/** What a later run needs of a plan's file. */
export interface PlanFile {
  readonly root: string
  readonly settings: PlanSettings
  /** SHA-256 of every file that was read. */
  readonly sources: Readonly<Record<string, string>>
  readonly pieces: readonly { readonly id: string; readonly take: boolean }[]
}

/** A file that is no plan, or is one of something else; the message names it. */
export class PlanFileError extends Error {}

const version = 1

/** The plan and its verdicts as JSON. */
export function planJson(settled: Settled, project: Project, settings: PlanSettings, isWritten: boolean): string {
  const { plan } = settled
  const path = (file: string): string => pathIn(project.root, file)
  const counts: Record<string, number> = {}
  for (const each of plan.sites) counts[each.verdict] = (counts[each.verdict] ?? 0) + 1
  const report = {
    ...plan,
    version,
    settings,
    sources: hashesOf(project),
    pieces: plan.pieces.map((each) => ({ take: true, ...each })),
    breaking: breakingOf(plan),
    written: isWritten,
    counts,
    changedFiles: [...settled.texts.keys()].map(path),
    rolledBack: settled.rolledBack,
    tsconfigs: settled.configs.map(path),
  }
  const portable = (key: string, value: unknown): unknown => {
    if (typeof value !== 'string') return value
    if (key === 'file') return path(value)
    const [file, index] = value.split('\0')
    return index === undefined ? value : `${path(file!)}#${index}`
  }
  return `${JSON.stringify(report, portable, 2)}\n`
}

/** Reads what `planJson` wrote. @throws PlanFileError where the file is something else */
export function readPlanFile(file: string, codemod: string): PlanFile {
  let plan: Partial<PlanFile> & { version?: unknown; codemod?: unknown; written?: unknown }
  try {
    plan = JSON.parse(readFileSync(file, 'utf8')) as typeof plan
  } catch (error) {
    throw new PlanFileError(`${file} can't be read: ${(error as Error).message}`)
  }
  if (plan?.version !== version)
    throw new PlanFileError(`${file} is no plan of this version: write one with \`offloop ${codemod} --dry --report plan.json\``)
  if (plan.codemod !== codemod) throw new PlanFileError(`${file} is a plan of ${String(plan.codemod)}, not of ${codemod}`)
  if (plan.written === true) throw new PlanFileError(`${file} says what was written already: write a plan with --dry`)
  const { root, settings, sources, pieces } = plan
  const isWhole =
    typeof root === 'string' &&
    typeof settings === 'object' &&
    typeof sources === 'object' &&
    Array.isArray(pieces) &&
    pieces.every((each) => typeof each?.id === 'string' && typeof each.take === 'boolean')
  if (!isWhole) throw new PlanFileError(`${file} is not whole: each piece has an \`id\`, and a \`take\` that is true or false`)
  return { root, settings, sources, pieces }
}

/** Files that are not as they were when the plan was made, were added or are gone; in order of name. */
export function changedSince({ sources }: PlanFile, project: Project): string[] {
  const now = hashesOf(project)
  return [...new Set([...Object.keys(sources), ...Object.keys(now)])].filter((file) => sources[file] !== now[file]).toSorted()
}

function hashesOf(project: Project): Record<string, string> {
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex')
  return Object.fromEntries(project.files().map((file) => [pathIn(project.root, file), hash(project.text(file) ?? '')]))
}

function pathIn(root: string, file: string): string {
  return relative(root, file).split(sep).join('/')
}
