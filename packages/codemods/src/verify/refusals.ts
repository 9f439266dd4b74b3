/** Which function or call does a type error come from? It stays as it is in the next round. */
import { lineAround } from '../edit/lint-comments.ts'
import { originalOffset } from '../edit/apply.ts'
import type { Edit, Piece, Plan } from '../plan/plan.ts'
import type { GainedError } from './types.ts'

/** Functions and calls that the next round must leave as they are, by key. */
export type Refusals = Map<string, { reason: string; message: string }>

/** What leaves pieces of a plan out of the next one, by their ids; added to what was refused before. */
export function refusalsOf(
  plan: Plan,
  ids: ReadonlySet<string>,
  before: ReadonlyMap<string, { reason: string; message: string }> = new Map(),
): Refusals {
  const refusals: Refusals = new Map(before)
  for (const id of ids) for (const key of siteKeys(plan, id)) refusals.set(key, { reason: 'refused', message: 'the piece was refused' })
  return refusals
}

/** Refusing these leaves no blocking call of a piece to be migrated. */
export function siteKeys(plan: Plan, id: string): string[] {
  return plan.sites.filter((each) => each.piece === id).map((each) => `${each.file}\0${each.start}`)
}

/** Adds to `refusals` what explains `errors`; false where nothing new was found. */
export function refuse(
  plan: Plan,
  errors: readonly GainedError[],
  edits: ReadonlyMap<string, readonly Edit[]>,
  refusals: Refusals,
  original: (file: string) => string,
): boolean {
  const before = refusals.size
  for (const error of errors) {
    const at = originalOffset(edits.get(error.file) ?? [], error.start)
    const why = { reason: 'types', message: `its types would not fit any more: TS${error.code} ${error.message.slice(0, 160)}` }
    for (const key of culprits(plan, error.file, at, original)) if (!refusals.has(key)) refusals.set(key, why)
  }
  return refusals.size > before
}

/** What may stand between a function and the place behind its statement, to which every offset in the copy that its twin is belongs: `)` and `;`. */
const maxEnding = 2

/**
 * The smallest changed call around the error; else the innermost converted function, or the one whose twin it is in; else those whose name its
 * line mentions (`shop.load = () => 'x'`); else the changed calls of its line; else every piece that touches the file.
 */
function culprits(plan: Plan, file: string, at: number, original: (file: string) => string): string[] {
  const holds = (each: { file: string; start: number; end: number }): boolean => each.file === file && each.start <= at && at <= each.end
  const size = (a: { start: number; end: number }, b: { start: number; end: number }): number => a.end - a.start - (b.end - b.start)
  const calls = [...plan.sites.filter((each) => each.piece !== undefined), ...plan.pieces.flatMap((each) => each.awaits)]
    .filter(holds)
    .sort(size)
  if (calls[0]) return [`${file}\0${calls[0].start}`]
  const inner = plan.pieces
    .flatMap((each) => each.functions)
    .filter(holds)
    .sort(size)[0]
  if (inner) return [inner.key]
  const copied = plan.pieces
    .flatMap((each) => each.functions)
    .find((each) => each.file === file && each.twin !== undefined && each.end < at && at <= each.end + maxEnding)
  if (copied) return [copied.key]
  const words = new Set(lineAround(original(file), at).match(/[\w$]+/g))
  const named = plan.pieces.flatMap((each) => each.functions).filter((each) => words.has(each.name.slice(each.name.lastIndexOf('.') + 1)))
  if (named.length > 0) return named.map((each) => each.key)
  const beside = plan.sites.filter((each) => each.piece !== undefined && each.file === file && onOneLine(original(file), each.start, at))
  if (beside.length > 0) return beside.map((each) => `${file}\0${each.start}`)
  const touching = plan.pieces.filter((each) => each.files.some((own) => own.file === file))
  return (touching.length > 0 ? touching : plan.pieces).flatMap(keysOf)
}

function onOneLine(text: string, a: number, b: number): boolean {
  return !text.slice(Math.min(a, b), Math.max(a, b)).includes('\n')
}

/** Refusing all of this leaves nothing of the piece. */
export function keysOf(piece: Piece): string[] {
  return [...piece.functions.map((each) => each.key), ...piece.awaits.map((each) => `${each.file}\0${each.start}`)]
}
