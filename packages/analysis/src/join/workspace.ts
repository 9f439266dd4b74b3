/** The packages of a workspace by their names, a package by its own, and where what they export lies. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { globSync } from 'tinyglobby'

/** What is read of a package.json. */
interface PackageJson {
  readonly name?: string
  readonly main?: string
  readonly module?: string
  readonly exports?: unknown
  readonly imports?: unknown
  readonly workspaces?: readonly string[] | { readonly packages?: readonly string[] }
}

interface Package {
  readonly folder: string
  readonly json: PackageJson
}

/** Looks up imports of one package of a workspace by another: that one is a source of the project, whether or not it is installed or built. */
export class Workspaces {
  readonly #around = new Map<string, ReadonlyMap<string, Package>>()
  /** The package in which a folder lies. */
  readonly #owners = new Map<string, Package | undefined>()

  /**
   * Paths that `specifier` stands for in the workspace around `from`, without an ending where none is written; none where no package there has
   * that name. `#store` stands for what the imports of the own package have for it, under any condition.
   */
  pathsOf(from: string, specifier: string): string[] {
    const own = this.#ownerOf(dirname(from))
    if (specifier.startsWith('#')) return own ? placesOf(own, pathsUnder(own.json.imports, specifier)) : []
    const [scope = '', second = ''] = specifier.split('/')
    const name = specifier.startsWith('@') ? `${scope}/${second}` : scope
    const found = this.#packagesAround(dirname(from)).get(name) ?? (own?.json.name === name ? own : undefined)
    if (!found) return []
    const subpath = `.${specifier.slice(name.length)}`
    const { exports, module, main } = found.json
    const written = exports === undefined ? (subpath === '.' ? [module, main, 'index'] : [subpath]) : pathsIn(exports, subpath)
    return placesOf(found, written)
  }

  /** Forgets what was read. */
  clear(): void {
    this.#around.clear()
    this.#owners.clear()
  }

  #ownerOf(folder: string): Package | undefined {
    if (!this.#owners.has(folder)) {
      const json = jsonOf(folder)
      const above = dirname(folder)
      this.#owners.set(folder, json ? { folder, json } : above === folder ? undefined : this.#ownerOf(above))
    }
    return this.#owners.get(folder)
  }

  #packagesAround(folder: string): ReadonlyMap<string, Package> {
    let found = this.#around.get(folder)
    if (!found) {
      const patterns = patternsIn(folder)
      found = patterns ? packagesIn(folder, patterns) : dirname(folder) === folder ? new Map() : this.#packagesAround(dirname(folder))
      this.#around.set(folder, found)
    }
    return found
  }
}

/** What is built comes with where its source may lie. */
function placesOf({ folder }: Package, written: readonly (string | undefined)[]): string[] {
  const paths = written.flatMap((each) => (each === undefined || /\.d\.[cm]?ts$/u.test(each) ? [] : [join(folder, each)]))
  return [...paths, ...paths.map((each) => each.replace(/\/(?:dist|lib|build|out)\//u, '/src/'))]
}

/** Folders of packages, as npm and Yarn, pnpm and Lerna have them. */
function patternsIn(folder: string): readonly string[] | undefined {
  const workspaces = jsonOf(folder)?.workspaces
  const listed = Array.isArray(workspaces) ? (workspaces as string[]) : (workspaces as { packages?: string[] } | undefined)?.packages
  if (listed) return listed
  const list = /^packages:\s*\n((?:\s*(?:-.*|#.*)?\n)*)/mu.exec(`${textOf(join(folder, 'pnpm-workspace.yaml')) ?? ''}\n`)?.[1]
  if (list === undefined) return undefined
  return [...list.matchAll(/^\s*-\s*['"]?([^'"#\n]+?)['"]?\s*(?:#.*)?$/gmu)].map(([, pattern = '']) => pattern)
}

function packagesIn(root: string, patterns: readonly string[]): ReadonlyMap<string, Package> {
  const files = patterns.map((each) => `${each.replace(/\/$/u, '')}/package.json`)
  const found = new Map<string, Package>()
  for (const path of globSync(files, { cwd: root, absolute: true, ignore: '**/node_modules/**' }).sort()) {
    const json = jsonOf(dirname(path))
    if (json?.name !== undefined) found.set(json.name, { folder: dirname(path), json })
  }
  return found
}

/** Every path that `exports` has for a subpath, under any condition. */
function pathsIn(exports: unknown, subpath: string): string[] {
  if (typeof exports === 'string') return subpath === '.' ? [exports] : []
  if (typeof exports !== 'object' || exports === null) return []
  if (!Object.keys(exports).some((key) => key.startsWith('.'))) return subpath === '.' ? leaves(exports, '') : []
  return pathsUnder(exports, subpath)
}

/** Every path under a key, or under the pattern that fits it: `./features/*`. */
function pathsUnder(map: unknown, name: string): string[] {
  for (const [key, value] of Object.entries(map ?? {})) {
    if (key === name) return leaves(value, '')
    const [before = '', after] = key.split('*')
    if (after !== undefined && name.startsWith(before) && name.endsWith(after))
      return leaves(value, name.slice(before.length, name.length - after.length))
  }
  return []
}

function leaves(value: unknown, star: string): string[] {
  if (typeof value === 'string') return [value.replaceAll('*', star)]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap((each) => leaves(each, star)) : []
}

function jsonOf(folder: string): PackageJson | undefined {
  try {
    return JSON.parse(textOf(join(folder, 'package.json')) ?? 'null') as PackageJson | undefined
  } catch {
    return undefined // a broken package.json has no name
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined // not here: the next folder above
  }
}
