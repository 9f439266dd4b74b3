/** Where the edits of a function's text go: into its file, into the copy that a twin is made of, or into both. */
import type { FunctionNode, Graph } from '@offloop/analysis'
import { EditSet } from '../edit/edits.ts'
import type { Colouring } from './colour.ts'

/** A set of edits, and whether they are made in a twin's copy only. */
export interface Home {
  readonly edits: EditSet
  readonly isCopy: boolean
}

/** The edits of one piece, by where they go. */
export class Homes {
  readonly main = new EditSet()
  readonly #copies = new Map<FunctionNode, EditSet>()
  readonly #colouring: Colouring
  readonly #graph: Graph

  constructor(colouring: Colouring, graph: Graph) {
    this.#colouring = colouring
    this.#graph = graph
  }

  /** The homes of edits in the text of `fn`. */
  of(fn: FunctionNode): readonly Home[] {
    const twin = twinAround(fn, this.#colouring, this.#graph)
    if (!twin) return [{ edits: this.main, isCopy: false }]
    const copy = { edits: this.copyOf(twin), isCopy: true }
    return isOnlyInTwin(fn, twin, this.#colouring) ? [copy] : [{ edits: this.main, isCopy: false }, copy]
  }

  copyOf(twin: FunctionNode): EditSet {
    let copy = this.#copies.get(twin)
    if (!copy) this.#copies.set(twin, (copy = new EditSet()))
    return copy
  }
}

/** The function with a twin in whose text `fn` lies, or that it is. */
export function twinAround(fn: FunctionNode, { converted }: Colouring, graph: Graph): FunctionNode | undefined {
  const all = graph.functionsOf(fn.file)
  for (let at: FunctionNode | undefined = fn; at;) {
    if (converted.get(at) === 'twin') return at
    const { index, parent }: { index: number; parent: number } = at.summary
    at = index === parent ? undefined : all.find((each) => each.summary.index === parent)
  }
  return undefined
}

/** True where `fn` can be async only if the function around it is: one that awaits it, in the end. A handler in its text is async in both. */
export function isOnlyInTwin(fn: FunctionNode, twin: FunctionNode, colouring: Colouring): boolean {
  const seen = new Set<FunctionNode>()
  const queue = [fn]
  for (let at = queue.pop(); at; at = queue.pop()) {
    if (at === twin) return true
    if (seen.has(at) || !colouring.converted.has(at)) continue
    seen.add(at)
    queue.push(...colouring.callers(at).map((each) => each.site.fn))
  }
  return false
}
