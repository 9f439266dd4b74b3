/** Names for what a chain had no name for: its error, or a value between two steps. */
import type { Node } from '@offloop/analysis'
import { freeName } from '../rewrite/free-name.ts'
import type { Source } from '../rewrite/source.ts'
import { isFunction } from './completion.ts'

/** Gives each name once per outermost function. */
export class NewNames {
  readonly #source: Source
  readonly #taken = new Map<Node, Set<string>>()

  constructor(source: Source) {
    this.#source = source
  }

  /** `name`, or `name2` and so on where the code around `at` uses it. */
  of(name: string, at: Node): string {
    const holder = outermostFunction(at) ?? this.#source.program
    const taken = this.#taken.get(holder) ?? new Set<string>()
    this.#taken.set(holder, taken)
    const text = this.#source.text.slice(holder.start, holder.end)
    let fresh = freeName(name, text)
    for (let next = 2; taken.has(fresh); next++) fresh = freeName(`${name}${next}`, text)
    taken.add(fresh)
    return fresh
  }
}

function outermostFunction(node: Node): Node | undefined {
  let found: Node | undefined
  for (let at = node.parent; at; at = at.parent) if (isFunction(at)) found = at
  return found
}
