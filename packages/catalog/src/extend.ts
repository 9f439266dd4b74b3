/** Merges a project's or a package's own entries into a catalogue. */
import { isBuiltin } from 'node:module'
import { defaultCatalog } from './default-catalog.ts'
import type { BlockingApi, Handler } from './entry.ts'
import { extensionShape } from './extension-shape.ts'
import { createCatalog } from './lookup.ts'
import type { Catalog } from './lookup.ts'
import { nearest } from './nearest.ts'

/**
 * Entries that a user or a library adds; `id` is derived from module and name, and an entry with the id of another replaces it.
 * `exclude` removes entries and handlers by id, before the extension's own are added.
 */
export interface CatalogExtension {
  readonly apis?: readonly Omit<BlockingApi, 'id'>[]
  readonly handlers?: readonly Handler[]
  readonly exclude?: readonly string[]
}

/** An extension that can't be used; the message names its origin, the entry and the field. */
export class CatalogError extends Error {
  override readonly name = 'CatalogError'
}

/**
 * The catalogue with the entries of an extension; `base` stays as it is. `origin` says in errors where the extension stands: a file's path.
 * @throws CatalogError that names the entry and the field that is wrong.
 */
export function extendCatalog(base: Catalog, extension: CatalogExtension, origin: string): Catalog {
  const problem = extensionShape(extension, '') ?? unknownExclusion(base, extension.exclude ?? [])
  if (problem !== undefined) throw new CatalogError(`${origin}: ${problem}`)
  const { apis = [], handlers = [] } = extension
  const excluded = new Set(extension.exclude)
  const isKept = ({ id }: { readonly id: string }): boolean => !excluded.has(id)
  return createCatalog([...base.apis.filter(isKept), ...apis.map(asApi)], [...base.handlers.filter(isKept), ...handlers.map(asHandler)])
}

/** An id that was excluded before, by another extension, is no mistake: those of the shipped catalogue are always known. */
function unknownExclusion(base: Catalog, exclude: readonly string[]): string | undefined {
  const known = new Set([base, defaultCatalog].flatMap(({ apis, handlers }) => [...apis, ...handlers].map(({ id }) => id)))
  const index = exclude.findIndex((id) => !known.has(id))
  if (index < 0) return undefined
  const prefixed = `node:${exclude[index]}`
  const meant = known.has(prefixed) ? prefixed : nearest(exclude[index]!, known)
  return `exclude[${index}] is ${JSON.stringify(exclude[index])}, which the catalogue doesn't have: ${meant === undefined ? 'use an id as reports and findings print it' : `did you mean ${JSON.stringify(meant)}?`}`
}

function asApi(api: Omit<BlockingApi, 'id'>): BlockingApi {
  const module = withPrefix(api.module)
  return { ...api, id: `${module}.${api.name}`, module, ...(api.twin && { twin: { ...api.twin, module: withPrefix(api.twin.module) } }) }
}

function asHandler(handler: Handler): Handler {
  return { ...handler, module: withPrefix(handler.module) }
}

/** Builtins are listed with their prefix: `fs` is `node:fs`. */
function withPrefix(module: string): string {
  return isBuiltin(module) && !module.startsWith('node:') ? `node:${module}` : module
}
