/** The packages of a workspace by their names, and where what they export lies. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { globSync } from 'tinyglobby'

/** What is read of a package.json. */
interface PackageJson {
  readonly name?: string
  readonly main?: string
  readonly module?: string
  readonly exports?: unknown
  readonly workspaces?: readonly string[] | { readonly packages?: readonly string[] }
}

interface Package {
  readonly folder: string
  readonly json: PackageJson
}

/** Looks up imports of one package of a workspace by another: that one is a source of the project, whether or not it is installed or built. */
export class Workspaces {
  readonly #around = new Map<string, ReadonlyMap<string, Package>>()

  /** Paths that `specifier` stands for in the workspace around `from`, without an ending where none is written; none where no package there has that name. */
  pathsOf(from: string, specifier: string): string[] {
    const [scope = '', second = ''] = specifier.split('/')
    const name = specifier.startsWith('@') ? `${scope}/${second}` : scope
    const found = this.#packagesAround(dirname(from)).get(name)
    if (!found) return []
    const subpath = `.${specifier.slice(name.length)}`
    const { exports, module, main } = found.json
    const written = exports === undefined ? (subpath === '.' ? [module, main, 'index'] : [subpath]) : pathsIn(exports, subpath)
    const paths = written.flatMap((each) => (each === undefined || /\.d\.[cm]?ts$/u.test(each) ? [] : [join(found.folder, each)]))
    return [...paths, ...paths.map((each) => each.replace(/\/(?:dist|lib|build|out)\//u, '/src/'))]
  }

  /** Forgets what was read. */
  clear(): void {
    this.#around.clear()
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
  const entries = Object.entries(exports)
  if (!entries.some(([key]) => key.startsWith('.'))) return subpath === '.' ? leaves(exports, '') : []
  for (const [key, value] of entries) {
    if (key === subpath) return leaves(value, '')
    const [before = '', after] = key.split('*')
    if (after !== undefined && subpath.startsWith(before) && subpath.endsWith(after))
      return leaves(value, subpath.slice(before.length, subpath.length - after.length))
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
