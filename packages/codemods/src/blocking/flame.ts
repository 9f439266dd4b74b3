/** Which functions led to what blocked? A tree of stacks, without branches that are too thin to see. */
import { frameText } from './frame-text.ts'
import type { BlockingRecord } from '@offloop/catalog'
import type { FlameData } from './report-data.ts'

/** Part of the whole below which a branch is left out. */
const thinnest = 0.0005

interface Node {
  value: number
  readonly children: Map<string, Node>
}

/** Takes stacks one by one. */
export class Flame {
  readonly #folder: string
  readonly #root: Node = { value: 0, children: new Map() }

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Adds the time of a record along its stack; on top is the call that blocked. */
  add({ stack, api, kind, durationMs }: BlockingRecord): void {
    const top = kind === 'stall' && api === 'stall' ? [] : [api]
    let node = this.#root
    node.value += durationMs
    for (const name of [...stack.toReversed().map((frame) => frameText(frame, this.#folder)), ...top]) {
      const child = node.children.get(name) ?? { value: 0, children: new Map<string, Node>() }
      node.children.set(name, child)
      child.value += durationMs
      node = child
    }
  }

  /** The tree in milliseconds. */
  data(): FlameData {
    return dataOf('all that blocked', this.#root, this.#root.value * thinnest)
  }
}

function dataOf(name: string, { value, children }: Node, least: number): FlameData {
  return {
    name,
    value: Number(value.toFixed(3)),
    children: [...children].filter(([, child]) => child.value > least).map(([childName, child]) => dataOf(childName, child, least)),
  }
}
