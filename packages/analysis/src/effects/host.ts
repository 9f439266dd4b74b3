/** What is looked at, and where calls in it are looked up. */
import type { Catalog } from '@offloop/catalog'
import type { Node, ParsedFile } from '../parse/file.ts'
import type { Scopes } from '../summarise/scopes.ts'

/** A file with its names. */
export type EffectFile = Pick<ParsedFile, 'file' | 'text' | 'program' | 'nodes'> & { readonly scopes: Scopes }

/** What a call, or a function that is handed over, may run. */
export type Callee =
  /** A function of the project; without `node` it has no body that can be read. */
  | { readonly t: 'fn'; readonly file: string; readonly node?: Node; readonly name: string; readonly isAsync: boolean }
  | { readonly t: 'external'; readonly module: string; readonly path: string }
  | { readonly t: 'global'; readonly path: string }
  | { readonly t: 'unknown' }

/** Where the engine looks things up. */
export interface EffectHost {
  readonly catalog: Catalog
  open(file: string): EffectFile
  /** Everything that a call may run; empty where nothing is known. */
  callees(file: string, call: Node): readonly Callee[]
  /** Everything that an argument may run when it is called. */
  argument(file: string, call: Node, index: number): readonly Callee[]
  /** The value is an array, map, set, text or number for certain. */
  isBuiltin(file: string, expression: Node): boolean
}

/** How bold the answers are. */
export interface EffectOptions {
  /** Calls of which nothing is known read where their names say so. */
  readonly assumesReads?: boolean
}

/** A piece of code, and around what its own variables lie. */
export interface Piece {
  readonly file: EffectFile
  readonly owner: Node
  readonly options: EffectOptions
  /** It makes an instance: `this` is new. */
  readonly isConstruction?: boolean
}
