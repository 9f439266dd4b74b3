/** What the plan knows of a place that keeps values per request or task: a namespace, an AsyncLocalStorage, a variable of a module. */
import type { Node } from '@offloop/analysis'
import type { EditSet } from '../edit/edits.ts'
import type { ImportEdits } from '../rewrite/imports.ts'
import type { Source } from '../rewrite/source.ts'

/** Why a store stays as it is, and where that is seen. */
export interface Left {
  readonly reason: string
  readonly message: string
  readonly source: Source
  readonly at: Node
}

/** The edits of one store, with what they need of the files around. */
export interface StoreEdits {
  readonly edits: EditSet
  /** The imports of a file; the same for all stores. */
  imports(source: Source): FileImports
  /** The name of a context variable, which is known to all threads: path and name. */
  nameOf(source: Source, local: string): string
  note(sentence: string): void
}

/** A file's imports while stores are rewritten. */
export interface FileImports extends Pick<ImportEdits, 'want' | 'release'> {
  /** Code at this offset runs while the module loads, and uses what is wanted. */
  usedFrom(offset: number): void
  /** The name of a file of the project, as this file imports it. */
  specifierOf(file: string): string
}

/** A place that keeps values per request or task. */
export interface Store {
  readonly label: string
  /** Where it is made. */
  readonly source: Source
  readonly place: Node
  /** Files that change with it, besides its own. */
  readonly files: ReadonlySet<Source>
  /** Places that change, for who looks for the cause of a type error. */
  readonly touched: readonly { readonly source: Source; readonly node: Node }[]
  /** Files that give it to others. */
  readonly exportedBy: readonly Source[]
  /** The package that is not needed for it any more. */
  readonly library?: string
  /** `1 context variable`, to follow "becomes". */
  readonly becomes: string
  /** The first thing that stands in the way. */
  readonly left: Left | undefined
  write(to: StoreEdits): void
}

/** Collects what stands in the way; the first counts. */
export class Obstacles {
  first: Left | undefined
  add(reason: string, message: string, source: Source, at: Node): void {
    this.first ??= { reason, message, source, at }
  }
}
