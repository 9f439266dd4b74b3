/** Merges a project's or a package's own entries into a catalogue. */
import type { BlockingApi, Handler } from './entry.ts'
import { createCatalog } from './lookup.ts'
import type { Catalog } from './lookup.ts'

/** Entries that a user or a library adds; `id` is derived from module and name. `exclude` removes entries by id. */
export interface CatalogExtension {
  readonly apis?: readonly Omit<BlockingApi, 'id'>[]
  readonly handlers?: readonly Handler[]
  readonly exclude?: readonly string[]
}

/** An extension that can't be used; the message names the field. */
export class CatalogError extends Error {}

/** @throws CatalogError that names the entry and the field that is wrong. */
export function extendCatalog(base: Catalog, extension: CatalogExtension, origin: string): Catalog {
  const unknown = extension.exclude?.find(id => !base.byId(id))
  if (unknown !== undefined) throw new CatalogError(`${origin}: exclude names ${unknown}, which is not in the catalogue`)
  const apis = [...base.apis.filter(each => !extension.exclude?.includes(each.id)), ...(extension.apis ?? []).map(each => ({ ...each, id: `${each.module}.${each.name}` }))]
  return createCatalog(apis, [...base.handlers, ...(extension.handlers ?? [])])
}
