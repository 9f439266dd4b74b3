/** What the packages around a project say: installed versions, and entries that they add to the catalogue. */
import { CatalogError, extendCatalog } from '@offloop/catalog'
import type { Catalog, CatalogExtension } from '@offloop/catalog'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Problem } from '../ask/finding.ts'

interface PackageJson {
  readonly version?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly offloop?: CatalogExtension
}

/** Major of an installed package; where it isn't installed, the lowest major that the project's package.json asks for. */
export function installedMajor(root: string, module: string): number | undefined {
  if (module.startsWith('node:')) return undefined
  const installed = findInstalled(root, module)?.version
  const asked = nearestPackage(root)
  const version = installed ?? asked?.dependencies?.[module] ?? asked?.devDependencies?.[module] ?? asked?.peerDependencies?.[module]
  const major = version === undefined ? undefined : /\d+/.exec(version)?.[0]
  return major === undefined ? undefined : Number(major)
}

/** Adds `offloop.config.*` of the root and the `offloop` field of its direct dependencies. Faulty ones become problems. */
export function extendFromProject(base: Catalog, root: string, problems: Problem[]): Catalog {
  let catalog = base
  const extend = (extension: CatalogExtension | undefined, file: string): void => {
    if (!extension) return
    try {
      catalog = extendCatalog(catalog, extension, file)
    } catch (error) {
      if (!(error instanceof CatalogError)) throw error
      problems.push({ file, code: 'bad-config', message: error.message })
    }
  }
  const own = nearestPackage(root)
  for (const name of Object.keys({ ...own?.dependencies }))
    extend(findInstalled(root, name)?.offloop, join(root, 'node_modules', name, 'package.json'))
  for (const name of ['offloop.config.json', 'offloop.config.js', 'offloop.config.mjs', 'offloop.config.cjs']) {
    const file = join(root, name)
    if (existsSync(file)) extend(loadConfig(file, problems), file)
  }
  return catalog
}

function loadConfig(file: string, problems: Problem[]): CatalogExtension | undefined {
  try {
    const loaded = createRequire(file)(file) as CatalogExtension & { default?: CatalogExtension }
    return loaded.default ?? loaded
  } catch (error) {
    problems.push({ file, code: 'bad-config', message: `${file}: can't be loaded (${(error as Error).message.split('\n')[0]})` })
    return undefined
  }
}

function nearestPackage(root: string): PackageJson | undefined {
  for (let at = root; ; at = dirname(at)) {
    const found = readPackage(join(at, 'package.json'))
    if (found) return found
    if (dirname(at) === at) return undefined
  }
}

function findInstalled(root: string, name: string): PackageJson | undefined {
  for (let at = root; ; at = dirname(at)) {
    const found = readPackage(join(at, 'node_modules', name, 'package.json'))
    if (found) return found
    if (dirname(at) === at) return undefined
  }
}

function readPackage(file: string): PackageJson | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as PackageJson
  } catch {
    return undefined // absent or broken: npm will say so, the index goes on without it
  }
}
