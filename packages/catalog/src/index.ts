/** What blocks Node's event loop, its async twin, and where handlers begin. */
export type { BlockingApi, Effect, Handler, Tier, Twin } from './entry.ts'
export { defaultCatalog } from './default-catalog.ts'
export { createCatalog } from './lookup.ts'
export type { Catalog } from './lookup.ts'
export { CatalogError, extendCatalog } from './extend.ts'
export { configsOf, extendFromProject, findInstalled, nearestPackage } from './project.ts'
export type { OnConfigProblem, PackageJson, ProjectConfig } from './project.ts'
export type { CatalogExtension } from './extend.ts'
