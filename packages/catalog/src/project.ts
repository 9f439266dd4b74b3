/** What a project and its packages add to the catalogue: `offloop.config.*` of its folder, and the `offloop` field of its dependencies. */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { CatalogExtension } from './extend.ts'
import { CatalogError, extendCatalog } from './extend.ts'
import type { Catalog } from './lookup.ts'

/** A package.json, as far as tools read it. */
export interface PackageJson {
  readonly version?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly offloop?: CatalogExtension
}

/** `offloop.config.*`: entries for the catalogue, and options of the detector under `detect`. */
export interface ProjectConfig extends CatalogExtension {
  readonly detect?: unknown
}

/** Hears of a file that can't be used, and why. */
export type OnConfigProblem = (file: string, message: string) => void

const configNames = ['offloop.config.json', 'offloop.config.js', 'offloop.config.mjs', 'offloop.config.cjs']

/** `base` with what the project in `root` adds. Faulty extensions are told and left out. */
export function extendFromProject(base: Catalog, root: string, onProblem: OnConfigProblem): Catalog {
  let catalog = base
  const extend = (extension: CatalogExtension | undefined, file: string): void => {
    if (!extension) return
    try {
      catalog = extendCatalog(catalog, extension, file)
    } catch (error) {
      if (!(error instanceof CatalogError)) throw error
      onProblem(file, error.message)
    }
  }
  for (const name of Object.keys({ ...nearestPackage(root)?.dependencies }))
    extend(findInstalled(root, name)?.offloop, join(root, 'node_modules', name, 'package.json'))
  for (const { file, config } of configsOf(root, onProblem)) extend(config, file)
  return catalog
}

/** The configuration files of a project, in the order in which they count. */
export function configsOf(root: string, onProblem: OnConfigProblem): { readonly file: string; readonly config: ProjectConfig }[] {
  return configNames.flatMap((name) => {
    const file = join(root, name)
    const config = existsSync(file) ? loadConfig(file, onProblem) : undefined
    return config ? [{ file, config }] : []
  })
}

/** The package.json of the folder, or of the next one above. */
export function nearestPackage(root: string): PackageJson | undefined {
  for (let at = root; ; at = dirname(at)) {
    const found = readPackage(join(at, 'package.json'))
    if (found) return found
    if (dirname(at) === at) return undefined
  }
}

/** The package.json of an installed package, as seen from `root`. */
export function findInstalled(root: string, name: string): PackageJson | undefined {
  for (let at = root; ; at = dirname(at)) {
    const found = readPackage(join(at, 'node_modules', name, 'package.json'))
    if (found) return found
    if (dirname(at) === at) return undefined
  }
}

function loadConfig(file: string, onProblem: OnConfigProblem): ProjectConfig | undefined {
  try {
    const loaded = createRequire(file)(file) as ProjectConfig & { default?: ProjectConfig }
    return loaded.default ?? loaded
  } catch (error) {
    onProblem(file, `${file}: can't be loaded (${String(error instanceof Error ? error.message : error).split('\n')[0]})`)
    return undefined
  }
}

function readPackage(file: string): PackageJson | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as PackageJson
  } catch {
    return undefined // absent or broken: npm will say so, the tools go on without it
  }
}
