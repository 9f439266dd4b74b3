/** Merges a project's or a package's own entries into a catalogue. */
import type { BlockingApi, Handler } from './entry.ts'
import type { Catalog } from './lookup.ts'

/** Entries that a user or a library adds; `id` is derived from module and name. `exclude` removes entries by id. */
export interface CatalogExtension {
  readonly apis?: readonly Omit<BlockingApi, 'id'>[]
  readonly handlers?: readonly Handler[]
  readonly exclude?: readonly string[]
}

export declare class CatalogError extends Error {}

/** @throws CatalogError that names the entry and the field that is wrong. */
export declare function extendCatalog(base: Catalog, extension: CatalogExtension, origin: string): Catalog
