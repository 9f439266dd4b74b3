/** State that a check found filled, and that is emptied again while requests are served: behind such a check, a call runs again and again. */
import type { LoopRoot } from '../ask/finding.ts'
import type { CallSite, Edge } from './graph.ts'
import { isOffLoopFile } from './off-loop-file.ts'
import type { FunctionNode } from './target.ts'

/** What is known of the functions of the project when calls are linked. */
export interface Running {
  readonly callers: ReadonlyMap<FunctionNode, readonly Edge[]>
  readonly roots: ReadonlyMap<FunctionNode, LoopRoot>
  readonly functionsOf: (file: string) => readonly FunctionNode[]
  readonly relative: (file: string) => string
}

/** Answers are kept, as each call is asked for often. */
export class Emptied {
  readonly #running: Running
  readonly #known = new Map<FunctionNode, boolean>()

  constructor(running: Running) {
    this.#running = running
  }

  /** Something that runs after start-up empties what the guard of this call asks for. */
  isEmptied({ file, call: { emptiedBy } }: CallSite): boolean {
    return emptiedBy?.some((index) => this.#isServed(this.#running.functionsOf(file)[index]!)) ?? false
  }

  /** A handler, a listener or a timer leads here. What only the start, a test or the last signal runs empties nothing in between. */
  #isServed(fn: FunctionNode): boolean {
    let answer = this.#known.get(fn)
    if (answer === undefined) this.#known.set(fn, (answer = this.#leadsHere(fn)))
    return answer
  }

  #leadsHere(fn: FunctionNode): boolean {
    const { callers, roots, relative } = this.#running
    const seen = new Set([fn])
    for (const at of seen) {
      if (isOffLoopFile(relative(at.file))) continue
      if (roots.has(at)) return true
      for (const { from, timing, site } of callers.get(at) ?? [])
        if (timing !== 'elsewhere' && site.call.guard !== 'development') seen.add(from)
    }
    return false
  }
}
