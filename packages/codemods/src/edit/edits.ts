/** Collects edits by offset: the only way in which a plan changes text. */
import type { Edit, FileEdits } from '../plan/plan.ts'

interface Ordered extends Edit {
  /** Insertions at one offset: lower comes first. */
  readonly order: number
}

/** Edits of several files. The same edit asked for twice is made once. */
export class EditSet {
  readonly #files = new Map<string, Ordered[]>()

  /** At one offset what wraps more (lower `order`) is written further out. */
  insert(file: string, at: number, text: string, order = 0): void {
    this.#add(file, { start: at, end: at, text, order })
  }

  replace(file: string, start: number, end: number, text: string): void {
    this.#add(file, { start, end, text, order: 0 })
  }

  get files(): FileEdits[] {
    return [...this.#files]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([file, edits]) => ({ file, edits: [...edits].sort(byPlace).map(({ start, end, text }) => ({ start, end, text })) }))
  }

  #add(file: string, edit: Ordered): void {
    let edits = this.#files.get(file)
    if (!edits) this.#files.set(file, (edits = []))
    if (edits.some((each) => each.start === edit.start && each.end === edit.end && each.text === edit.text && each.order === edit.order))
      return
    edits.push(edit)
  }
}

/** Insertions come before a replacement that starts at the same offset. */
function byPlace(a: Ordered, b: Ordered): number {
  return a.start - b.start || Number(a.end > a.start) - Number(b.end > b.start) || a.order - b.order
}
