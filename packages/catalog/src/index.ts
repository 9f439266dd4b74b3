/** What blocks Node's event loop, its async twin, and where handlers begin. */
export type { BlockingApi, Effect, Handler, Tier, Twin } from './entry.ts'
export { createCatalog, defaultCatalog } from './lookup.ts'
export type { Catalog } from './lookup.ts'
export { CatalogError, extendCatalog } from './extend.ts'
export type { CatalogExtension } from './extend.ts'
