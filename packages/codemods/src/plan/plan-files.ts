/** The plan of a codemod of single files over a project: a piece per change, a wall per place that is left alone. */
import { LineIndex } from '@offloop/analysis'
import type { Project } from '@offloop/analysis'
import { basename, relative, sep } from 'node:path'
import type { PlanOptions } from '../define-codemod.ts'
import { EditSet } from '../edit/edits.ts'
import { mark, unmark } from '../edit/marker.ts'
import type { Facts, FileChange, FileCodemod, FileResult, LeftAlone, Place } from '../file-codemod.ts'
import { Sources } from '../rewrite/source.ts'
import type { Source } from '../rewrite/source.ts'
import { handsOff } from './hands-off.ts'
import type { FileEdits, Piece, Plan, SiteVerdict, Wall } from './plan.ts'

/** What a plan of files asks of the disk, and what the project knows of each file. */
export interface Surroundings {
  readonly isReadOnly: (file: string) => boolean
  readonly factsOf: (file: string) => Facts
}

type Refused = NonNullable<PlanOptions['refused']>

/** Asks the codemod for each file; changes of which a place is refused are left out, with the reason. */
export function planFiles(codemod: FileCodemod, project: Project, options: PlanOptions, surroundings: Surroundings): Plan {
  const locked = handsOff(project, surroundings.isReadOnly)
  const sources = new Sources(project)
  const refused: Refused = options.refused ?? new Map()
  const edits = new EditSet()
  const together: FileEdits[] = []
  const pieces: Piece[] = []
  const sites: SiteVerdict[] = []
  const files = project.files().filter((file) => project.text(file) !== undefined)
  for (const [done, file] of files.entries()) {
    options.onProgress?.('planning', done, files.length)
    const source = sources.of(file)
    const result = codemod.change({ source, options: options.own ?? {}, facts: surroundings.factsOf(file) })
    const lock = locked.get(file)
    const site = siteMaker(source)
    const { taken, left } = lock ? withoutChanges(result, lock) : withoutRefused(result, refused, source)
    const ids = idsOf(taken, relative(project.root, file).split(sep).join('/'))
    for (const [index, change] of taken.entries()) {
      pieces.push(pieceOf(codemod, change, ids[index]!, source))
      for (const each of change.places) sites.push({ ...site(each), verdict: 'migrated', piece: ids[index]! })
    }
    for (const each of left) {
      const verdict = each.reason === 'types' ? 'rolled-back' : 'wall'
      sites.push({ ...site(each), verdict, wall: wallOf(codemod, each, source) })
    }
    const shared = taken.length > 0 ? (result.together?.(taken) ?? []) : []
    if (shared.length > 0) together.push({ file, edits: shared })
    if (options.markers === true && !lock) writeMarkers(edits, source, taken, left)
  }
  return {
    version: 1,
    codemod: codemod.name,
    root: project.root,
    words: { subject: codemod.subject, stays: 'is left alone' },
    pieces,
    together,
    markers: edits.files,
    sites: sites.sort((a, b) => (a.file === b.file ? a.start - b.start : a.file < b.file ? -1 : 1)),
    leftAlone: [...locked].map(([file, { message }]) => ({ file, why: message })),
    skipped: [...project.skipped],
    problems: [...project.problems],
  }
}

interface Settled {
  readonly taken: readonly FileChange[]
  readonly left: readonly LeftAlone[]
}

function withoutChanges({ changes, left }: FileResult, lock: { readonly reason: string; readonly message: string }): Settled {
  return { taken: [], left: [...left, ...changes.flatMap((each) => each.places.map((place) => ({ ...place, ...lock })))] }
}

function withoutRefused({ changes, left }: FileResult, refused: Refused, { file }: Source): Settled {
  const taken: FileChange[] = []
  const all = [...left]
  for (const each of changes) {
    const why = [each, ...each.places].map((place) => refused.get(keyOf(file, place))).find((found) => found !== undefined)
    if (why) all.push(...each.places.map((place) => ({ ...place, ...why })))
    else taken.push(each)
  }
  return { taken, left: all }
}

/** A place is named by where it begins, a change by its extent. */
function keyOf(file: string, place: Place | FileChange): string {
  return 'edits' in place ? `${file}\0${place.start}-${place.end}` : `${file}\0${place.start}`
}

/** `src/load.js#load`; the second of that name in the file is `src/load.js#load:2`. */
function idsOf(changes: readonly FileChange[], path: string): string[] {
  const seen = new Map<string, number>()
  return changes.map(({ name }) => {
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return `${path}#${name}${count > 1 ? `:${count}` : ''}`
  })
}

function pieceOf(codemod: FileCodemod, change: FileChange, id: string, { file, text }: Source): Piece {
  const { name, start, end, places, edits, notes } = change
  const { line } = new LineIndex(text).at(start)
  const count = places.length
  return {
    id,
    title: `${basename(file)}:${line} ${name}`,
    does: `${count} ${codemod.subject}${count === 1 ? '' : 's'}`,
    functions: [{ key: keyOf(file, change), name, file, line, start, end }],
    awaits: [],
    calls: [],
    files: [{ file, edits }],
    notes,
    breaking: [],
  }
}

function siteMaker({ file, text }: Source): (place: Place) => Omit<SiteVerdict, 'verdict'> {
  const lines = new LineIndex(text)
  return ({ start, end, label }) => ({ file, ...lines.at(start), start, end, api: label, chain: label })
}

function wallOf(codemod: FileCodemod, { start, reason, message }: LeftAlone, { file, text }: Source): Wall {
  const remedy = codemod.reasons[reason]
  return { reason, message, file, line: new LineIndex(text).at(start).line, ...(remedy === undefined ? {} : { remedy }) }
}

function writeMarkers(edits: EditSet, source: Source, taken: readonly FileChange[], left: readonly LeftAlone[]): void {
  for (const { start, reason, message } of left) mark(edits, source, start, reason, message, 'left alone')
  for (const each of taken)
    for (const { start } of each.places)
      if (!each.edits.some((edit) => edit.start < start && start < edit.end)) unmark(edits, source, start, 'left alone')
}
