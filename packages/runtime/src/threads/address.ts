/** How a function is named so that another thread finds it: module and export, call site, or builtin. */
import { builtinModules, createRequire } from 'node:module'
import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { AnyFunction } from '../async-brand.ts'
import { NotOffloadableError } from '../errors.ts'
import { behind } from '../wrapper.ts'
import { functionAtSite } from './call-site.ts'
import { isCompiled } from './compiler.ts'
import { definedIn } from './defined-in.ts'
import { isBroken, loadNow, type Exports } from './load.ts'

/** Where a function is found: an export path of a module, or the key of a call site in it. */
export interface Address {
  readonly module: string
  readonly name?: string
  readonly site?: string
  /** The function's source, by which the thread finds it among the exports or at the call site. */
  readonly text?: string
  /** What is meant is not this function but what it makes, once on each thread, of a plan and of the functions at these addresses. */
  readonly assembly?: { readonly plan: unknown; readonly parts: readonly Address[] }
}

const require = createRequire(import.meta.url)
const found = new WeakMap<AnyFunction, Address>()

/** Whether the module is the process's entry, which a thread would start a second time. */
function isEntry(module: string): boolean {
  try {
    return process.argv[1] !== undefined && realpathSync(fileURLToPath(module)) === realpathSync(require.resolve(process.argv[1]))
  } catch {
    return false
  }
}

/** The export path under which `exports` holds `fn` or a wrapper of it, one level into classes and objects. */
function pathIn(exports: Exports, fn: AnyFunction): string | undefined {
  const isIt = (value: unknown): boolean => value === fn || behind(value) === fn
  const nested: [string, object][] = []
  for (const key of Object.getOwnPropertyNames(exports)) {
    let value: unknown
    try {
      value = exports[key]
    } catch {
      continue
    }
    if (isIt(value)) return key
    if (value !== null && (typeof value === 'object' || typeof value === 'function')) nested.push([key, value])
  }
  for (const [key, value] of nested) {
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(value)))
      if (isIt(property.value)) return `${key}.${name}`
  }
  return undefined
}

/** The exported class whose instances have `fn` as a method. */
function classWith(exports: Exports, fn: AnyFunction): string | undefined {
  const isIt = (value: unknown): boolean =>
    typeof value === 'function' &&
    Object.values(Object.getOwnPropertyDescriptors((value.prototype as object | undefined) ?? {})).some((property) => property.value === fn)
  return Object.keys(exports).find((key) => isIt(exports[key]))
}

function builtinOf(fn: AnyFunction): Address | undefined {
  for (const id of builtinModules) {
    if (id.startsWith('_') || id.includes('/internal') || id === 'process' || id === 'punycode' || id === 'sys' || id === 'wasi') continue
    const name = pathIn(exportsIfAny(id), fn)
    if (name !== undefined && !name.includes('.')) return { module: `node:${id.replace(/^node:/, '')}`, name }
  }
  return undefined
}

/** Some builtins can't be loaded on a thread, or under the permission model. */
function exportsIfAny(id: string): Exports {
  try {
    return loadNow(id) ?? {}
  } catch {
    return {}
  }
}

/** The address of a function or class; throws NotOffloadableError that lists what was tried. */
export function addressOf(fn: AnyFunction, site?: string): Address {
  const known = found.get(fn)
  if (known) return known
  const tried: string[] = []
  const address = addressInFile(fn, tried) ?? builtinOf(fn) ?? addressAtSite(fn, site, tried)
  if (!address) throw new NotOffloadableError(fn.name || '(anonymous)', tried)
  found.set(fn, address)
  return address
}

/** By the module in which it is defined. */
function addressInFile(fn: AnyFunction, tried: string[]): Address | undefined {
  const module = definedIn(fn)
  if (module === undefined) return void tried.push('it has no location (bound function, proxy or native code)')
  if (!module.startsWith('file:')) return void tried.push(`it is not defined in a file (${module || 'evaluated code'})`)
  if (isEntry(module)) return void tried.push('it is defined in the entry file of the process, which a thread would start again')
  if (isCompiled(module) && fn.name !== '') return { module, name: fn.name, text: String(fn) }
  try {
    const exports = loadNow(module)
    const name = pathIn(exports, fn)
    if (name !== undefined) return { module, name }
    const owner = classWith(exports, fn)
    if (owner !== undefined) throw new NotOffloadableError(fn.name, [methodReason(owner)])
    tried.push(`${module} does not export it`)
  } catch (error) {
    if (error instanceof NotOffloadableError) throw error
    // It awaits at top level, or is still being evaluated. Its exports are known where it is loaded to the end.
    if (fn.name !== '' && !isBroken(error)) return { module, name: fn.name, text: String(fn) }
    tried.push(`${module} can't be loaded (${(error as Error).message})`)
  }
  return undefined
}

const methodReason = (owner: string): string =>
  `it is a method of ${owner}'s instances, which can't cross; make it static or a function that takes data`

/** By the place where it was wrapped: loading that module on a thread wraps it there, too, if it is done at the top level. */
function addressAtSite(fn: AnyFunction, site: string | undefined, tried: string[]): Address | undefined {
  const module = site?.replace(/:\d+:\d+$/, '')
  if (site === undefined || module === undefined || isEntry(module)) return undefined
  const name = pathIn(exportsIfAny(module), fn)
  if (name !== undefined) return { module, name }
  const text = String(fn)
  if (functionAtSite(site, text) === fn) return { module, site, text, name: fn.name || '(anonymous)' }
  return void tried.push(`several functions like it are wrapped at ${site}`)
}
