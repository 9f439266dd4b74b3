/** Asks a type checker, where one is at hand, for what the index can't follow: calls of members of unknown values. */
import type { Catalog } from '@offloop/catalog'
import type { ClassSummary } from '../summarise/summary.ts'
import type { CallSite } from './graph.ts'
import type { Heirs } from './heirs.ts'
import type { FunctionNode, Target } from './target.ts'
import { askedNames } from './asked-names.ts'
import type { TypeAnswers } from './type-answers.ts'

/** Where something is declared, as a type checker says it. */
export interface Declared {
  /** Absolute path; a file of the project or of a package. */
  readonly file: string
  readonly start: number
  readonly end: number
  readonly name: string
  /** The class or interface around it. */
  readonly container?: string
}

/** A type checker, seen from here. */
export interface TypeSource {
  /** Declarations of the name at an offset of a file; none where the checker doesn't have the file, or has it with another text. */
  declarationsAt(file: string, offset: number): readonly Declared[]
}

interface TypeQuestion {
  readonly answers: TypeAnswers
  readonly nodes: ReadonlyMap<string, readonly FunctionNode[]>
  readonly heirs: Heirs
  readonly classes: (file: string) => readonly ClassSummary[]
  readonly catalog: Catalog
  /** A package is installed, or imported. */
  readonly isMet: (module: string) => boolean
}

/** Answers for one join. */
export class TypedCalls {
  readonly #question: TypeQuestion
  #names: ReadonlySet<string> | undefined

  constructor(question: TypeQuestion) {
    this.#question = question
  }

  /** What a call of a member calls. */
  targets({ file, call }: CallSite): readonly Target[] {
    const { answers, nodes, catalog, isMet } = this.#question
    if (answers.isEmpty) return []
    this.#names ??= askedNames(nodes, catalog, isMet)
    if (!this.#names.has(call.name) || !call.calleeText.endsWith(call.name)) return []
    return answers.declared(file, call).flatMap((each) => this.#targetsOf(each))
  }

  #targetsOf(declared: Declared): readonly Target[] {
    const { nodes, heirs, classes } = this.#question
    const own = nodes.get(declared.file)
    if (!own) return externalOf(declared)
    const [node] = own.filter(({ summary: { index, start, end } }) => index > 0 && start >= declared.start && end <= declared.end)
    if (!node) return []
    // A call by way of an interface or a base class may land in whoever has the member.
    const cls = node.summary.cls === undefined ? undefined : classes(node.file)[node.summary.cls]
    const overrides = (cls ? (heirs.get(cls) ?? []) : []).flatMap(({ file, cls: heir }) =>
      (Object.hasOwn(heir.members, declared.name) ? heir.members[declared.name]! : []).flatMap((value) =>
        value.k === 'fn' ? [nodes.get(file)![value.fn]!] : [],
      ),
    )
    return [node, ...overrides].map((each) => ({ t: 'fn', node: each }))
  }
}

/** `@types/node/fs.d.ts` is `node:fs`; `better-sqlite3` and `@types/better-sqlite3` are the same package. */
function externalOf({ file, container, name }: Declared): Target[] {
  const below = /^.*[\\/]node_modules[\\/](?<path>.+)$/u.exec(file)?.groups?.['path']?.replaceAll('\\', '/')
  const builtin = /^@types\/node\/(?<path>.+)\.d\.ts$/u.exec(below ?? '')?.groups?.['path']
  const [, typed, plain] = /^(?:@types\/(?<typed>[^/]+)|(?<plain>(?:@[^/]+\/)?[^/]+))\//u.exec(below ?? '') ?? []
  const module = builtin !== undefined ? `node:${builtin}` : typed !== undefined ? typed.replace(/^(.+)__/u, '@$1/') : plain
  return module === undefined ? [] : [{ t: 'external', module, path: container === undefined ? name : `${container}#${name}` }]
}
