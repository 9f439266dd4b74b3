/** Answers: is this export of this module a blocking call? */
import type { BlockingApi, Handler } from './entry.ts'

/** A set of entries with fast look-up. Immutable. */
export interface Catalog {
  readonly apis: readonly BlockingApi[]
  readonly handlers: readonly Handler[]
  /** The entry of `name` in `module`; `fs` and `node:fs` are the same module. */
  find(module: string, name: string): BlockingApi | undefined
  /** True where any entry is about this module, so that callers can skip the others early. */
  knows(module: string): boolean
  /** Handlers that are registered through this module. `major` narrows them where the installed version is known. */
  handlersOf(module: string, major?: number): readonly Handler[]
  byId(id: string): BlockingApi | undefined
}

/** Builds a catalogue from entries; a later entry with the same id replaces an earlier one. */
export declare function createCatalog(apis: readonly BlockingApi[], handlers: readonly Handler[]): Catalog

/** Node's builtins, the libraries and the frameworks that ship with this package. */
export declare const defaultCatalog: Catalog
