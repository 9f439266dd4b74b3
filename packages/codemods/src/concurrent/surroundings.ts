/** What the codemod knows while it looks at one file. */
import { Effects, fileHost, walk } from '@offloop/analysis'
import type { Effect, EffectOptions, Node } from '@offloop/analysis'
import { defaultCatalog } from '@offloop/catalog'
import type { Facts, FileInput } from '../file-codemod.ts'
import type { Source } from '../rewrite/source.ts'

/** A call of a function. */
export type Call = Node & { readonly type: 'CallExpression' }

/** The file, what is known beyond it, and what was asked for. */
export interface Surroundings {
  readonly source: Source
  readonly facts: Facts
  /** `gather` starts each read in a function of its own, so that one that throws rejects. */
  readonly isGather: boolean
  /** The local name of `gather`. */
  readonly gather: string
  /** Calls of which nothing is known are taken by their names. */
  readonly assumesReads: boolean
  effectOf(expression: Node): Effect
  effectOfCall(call: Call): Effect
  text(node: Node): string
}

/** Answers of the project where there is one, of the file alone otherwise. */
export function surroundingsOf({ source, facts, options }: FileInput, gather: string): Surroundings {
  const assumesReads = options['assume'] === 'reads'
  const asked: EffectOptions = { assumesReads }
  let own: Effects | undefined
  const alone = (): Effects => (own ??= new Effects(fileHost(source, defaultCatalog)))
  return {
    source,
    facts,
    isGather: options['with'] === 'gather',
    gather,
    assumesReads,
    effectOf: (expression) => (facts.effects ?? alone()).of(source, expression, asked),
    effectOfCall: (call) => (facts.effects ?? alone()).ofCall(source, call, asked),
    text: ({ start, end }) => source.text.slice(start, end),
  }
}

/** Every node below one that runs with it: functions inside are given, their bodies are not. */
export function ownNodes(root: Node): Node[] {
  const found: Node[] = []
  walk(root, (node) => {
    found.push(node)
    return node === root || !/Function/u.test(node.type)
  })
  return found
}

/** Source text on one line, shortened for a message. */
export function shortText({ start, end }: Node, { text }: Source): string {
  const line = text.slice(start, end).replaceAll(/\s+/gu, ' ')
  return line.length > 50 ? `${line.slice(0, 47)}...` : line
}
