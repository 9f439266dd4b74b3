/** Covers libraries of the catalogue when CommonJS loads them. Modules that only exist as ES modules can't be changed; what they call of Node is covered. */
import type { BlockingApi } from '@offloop/catalog'
import Module, { createRequire, isBuiltin } from 'node:module'
import { sep } from 'node:path'
import { apiTree } from './api-tree.ts'
import type { Cover, Holder } from './cover.ts'
import { packageOf } from '../stack/frame-owner.ts'

interface Loader {
  _load(request: string, parent: { filename?: string | null } | undefined, isMain: boolean): unknown
  _resolveFilename(request: string, parent: unknown): string
  _cache: Record<string, { exports: unknown } | undefined>
}

/** Watches from now on; what is loaded already is covered for those who ask for it later. `onBuiltin` hears of each builtin that is required. Returns how to stop. */
export function watchLibraries(libraries: ReadonlyMap<string, readonly BlockingApi[]>, cover: Cover, onBuiltin: () => void): () => void {
  const loader = Module as unknown as Loader
  const { _load: load } = loader
  const seen = new Map<string, object>()
  let isOn = true

  function coverFile(filename: string): unknown {
    const module = loader._cache[filename]
    const name = packageOf(filename)
    if (!module || name === undefined) return module?.exports
    if (seen.get(filename) === module) return module.exports
    const entry = [...libraries.keys()].find((each) => (each === name || each.startsWith(`${name}/`)) && isEntry(each, name, filename))
    if (entry !== undefined) module.exports = coverLibrary(module.exports, libraries.get(entry) ?? [], cover)
    seen.set(filename, module)
    return module.exports
  }

  const patched: Loader['_load'] = function (this: unknown, request, parent, isMain) {
    const exported: unknown = Reflect.apply(load, this, [request, parent, isMain])
    // Relative files are inside a package, not its entry; an ES module that imports CommonJS loads it by its absolute path.
    if (!isOn || typeof request !== 'string' || request.startsWith('.')) return exported
    if (isBuiltin(request)) onBuiltin()
    if (!isOfInterest(libraries, request)) return exported
    try {
      const covered = coverFile(request.startsWith(sep) ? request : loader._resolveFilename(request, parent))
      return covered ?? exported
    } catch {
      return exported // mocked or virtual: there is no such file
    }
  }
  loader._load = patched
  for (const filename of Object.keys(loader._cache)) if (isOfInterest(libraries, filename)) coverFile(filename)
  return () => {
    isOn = false
    if (loader._load === patched) loader._load = load
  }
}

function isOfInterest(libraries: ReadonlyMap<string, unknown>, request: string): boolean {
  return libraries.has(request) || libraries.has(packageOf(request) ?? '')
}

/** True where `filename` is what `require(entry)` gives to those who can see this copy of the package. */
function isEntry(entry: string, name: string, filename: string): boolean {
  const folder = filename.slice(0, filename.lastIndexOf(`${sep}node_modules${sep}`) + 1)
  try {
    return (
      createRequire(`${folder}node_modules${sep}${name}${sep}_`).resolve(entry) === filename ||
      createRequire(`${folder}_`).resolve(entry) === filename
    )
  } catch {
    return false // no such subpath for require
  }
}

/** The exports with wrappers in them: the same object where it can be written to. */
function coverLibrary(exported: unknown, apis: readonly BlockingApi[], cover: Cover): unknown {
  if ((typeof exported !== 'object' && typeof exported !== 'function') || exported === null) return exported
  const holder: Holder = { default: typeof exported === 'object' && 'default' in exported ? exported.default : exported }
  const isModule = holder['default'] !== exported
  const target = writable(exported)
  const { members } = apiTree(apis, (each) => each === 'default' || each in target)
  for (const [name, node] of members) if (name !== 'default') cover.place(target, name, node)
  // Last: its wrapper takes over the members that it has then.
  const whole = members.get('default')
  if (whole) cover.place(isModule ? target : holder, 'default', whole)
  return isModule || holder['default'] === exported ? target : holder['default']
}

/** Bundlers export by getters that can't be changed: then a copy takes the place. */
function writable(exported: object): Holder {
  const descriptors = Object.getOwnPropertyDescriptors(exported)
  const isFixed = Object.values(descriptors).some((each) => !each.configurable && !each.writable)
  if (typeof exported === 'function' || !isFixed) return exported as Holder
  for (const each of Object.values(descriptors)) each.configurable = true
  return Object.create(Object.getPrototypeOf(exported) as object | null, descriptors) as Holder
}
