/** How a function is named so that another thread finds it: module and export, call site, or builtin. */
import { createRequire, builtinModules } from 'node:module'
import { realpathSync } from 'node:fs'
import { Session } from 'node:inspector'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { NotOffloadableError } from '../errors.ts'
import { shared } from '../process-state.ts'
import { isCompiled } from './compiler.ts'

/** Where a function is found: an export path of a module, or the key of a call site in it. */
export interface Address {
  readonly module: string
  readonly name?: string
  readonly site?: string
  /** The function's source, where its module could not be looked into: the thread finds the export by it. */
  readonly text?: string
}

type AnyFunction = (...args: never[]) => unknown
const require = createRequire(import.meta.url)
const host = globalThis as Record<symbol, unknown>
/** Functions by call site. */
export const callSites = shared('call sites', () => new Map<string, AnyFunction>())
const found = new WeakMap<AnyFunction, Address>()

/** The module's exports without waiting; throws ERR_REQUIRE_ASYNC_MODULE where it awaits at top level. */
export function loadNow(module: string): Record<string, unknown> {
  const loaded = require(module.startsWith('file:') ? fileURLToPath(module) : module) as unknown
  return (typeof loaded === 'function' ? Object.assign(Object.create(null), loaded, { default: loaded }) : loaded) as Record<
    string,
    unknown
  >
}

/** The URL of the module in which V8 saw the function defined. */
function definedIn(fn: AnyFunction): string | undefined {
  const session = new Session()
  const key = Symbol.for('offloop.locate')
  const scripts = new Map<string, string>()
  let script: string | undefined
  session.connect()
  try {
    host[key] = fn
    session.on('Debugger.scriptParsed', ({ params }) => void scripts.set(params.scriptId, params.url))
    session.post(
      'Runtime.evaluate',
      { expression: "globalThis[Symbol.for('offloop.locate')]", objectGroup: 'offloop' },
      (_error, answer) => {
        const objectId = answer?.result?.objectId
        if (objectId === undefined) return
        session.post('Runtime.getProperties', { objectId, ownProperties: true }, (_failed, properties) => {
          const location = properties?.internalProperties?.find((property) => property.name === '[[FunctionLocation]]')
          script = (location?.value?.value as { scriptId?: string } | undefined)?.scriptId
        })
      },
    )
    session.post('Debugger.enable')
    session.post('Debugger.disable')
  } finally {
    delete host[key]
    session.disconnect()
  }
  const url = script === undefined ? undefined : scripts.get(script)
  return url === undefined || url.startsWith('file:') || !url.startsWith('/') ? url : pathToFileURL(url).href
}

/** Whether the module is the process's entry, which a thread would start a second time. */
function isEntry(module: string): boolean {
  try {
    return process.argv[1] !== undefined && realpathSync(fileURLToPath(module)) === realpathSync(require.resolve(process.argv[1]))
  } catch {
    return false
  }
}

/** The export path under which `exports` holds `fn`, one level into classes and objects. */
function pathIn(exports: Record<string, unknown>, fn: unknown): string | undefined {
  const nested: [string, object][] = []
  for (const key of Object.getOwnPropertyNames(exports)) {
    let value: unknown
    try {
      value = exports[key]
    } catch {
      continue
    }
    if (value === fn) return key
    if (value !== null && (typeof value === 'object' || typeof value === 'function')) nested.push([key, value])
  }
  for (const [key, value] of nested) {
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(value)))
      if (property.value === fn) return `${key}.${name}`
  }
  return undefined
}

function builtinOf(fn: AnyFunction): Address | undefined {
  for (const id of builtinModules) {
    if (id.startsWith('_') || id.includes('/internal') || id === 'process' || id === 'punycode' || id === 'sys' || id === 'wasi') continue
    const name = pathIn(loadNow(id) ?? {}, fn)
    if (name !== undefined && !name.includes('.')) return { module: `node:${id.replace(/^node:/, '')}`, name }
  }
  return undefined
}

/** The address of a function or class; throws NotOffloadableError that lists what was tried. */
export function addressOf(fn: AnyFunction, site?: string): Address {
  const known = found.get(fn)
  if (known) return known
  const tried: string[] = []
  const keep = (address: Address): Address => (found.set(fn, address), address)
  const module = definedIn(fn)
  if (module === undefined) tried.push('it has no location (bound function, proxy or native code)')
  else if (!module.startsWith('file:')) tried.push(`it is not defined in a file (${module || 'evaluated code'})`)
  else if (isEntry(module)) tried.push('it is defined in the entry file of the process, which a thread would start again')
  else if (isCompiled(module) && fn.name !== '') return keep({ module, name: fn.name, text: String(fn) })
  else {
    try {
      const name = pathIn(loadNow(module), fn)
      if (name !== undefined) return keep({ module, name })
      tried.push(`${module} does not export it`)
    } catch (error) {
      // It awaits at top level, or is still being evaluated. Its exports are known where it is loaded to the end.
      if (fn.name !== '' && !isBroken(error)) return keep({ module, name: fn.name, text: String(fn) })
      tried.push(`${module} can't be loaded (${(error as Error).message})`)
    }
    const place = site?.replace(/:\d+:\d+$/, '')
    if (site !== undefined && place !== undefined && !isEntry(place)) return keep({ module: place, site })
  }
  const builtin = builtinOf(fn)
  if (builtin) return keep(builtin)
  throw new NotOffloadableError(fn.name || '(anonymous)', tried)
}

/** Whether loading failed for another reason than that it takes waiting. */
const isBroken = (error: unknown): boolean =>
  !['ERR_REQUIRE_ASYNC_MODULE', 'ERR_REQUIRE_CYCLE_MODULE'].includes((error as { code?: string }).code ?? '')

const resolved = new WeakMap<Address, AnyFunction>()
const waitedFor = new Map<string, Record<string, unknown>>()

/** Loads the module of an address; a promise where it awaits at top level, which throws unless `mayWait`. */
export function loadFor(address: Address, mayWait: boolean): Promise<void> | undefined {
  const { module } = address
  if (resolved.has(address) || waitedFor.has(module)) return undefined
  try {
    if (isCompiled(module)) throw Object.assign(new Error(`${module} has to be imported first`), { code: 'ERR_REQUIRE_ASYNC_MODULE' })
    loadNow(module)
    return undefined
  } catch (error) {
    if (!mayWait || isBroken(error)) throw error
    return import(module).then((exports: Record<string, unknown>) => void waitedFor.set(module, exports))
  }
}

/** Whether the function of an address can be had without waiting, or never. */
export function isLoaded(address: Address): boolean {
  if (resolved.has(address)) return true
  try {
    loadFor(address, false)
    return true
  } catch (error) {
    return isBroken(error)
  }
}

/** The export, one level into classes and objects, whose source is `text`. */
function findByText(exports: Record<string, unknown>, name: string, text: string): unknown {
  const isIt = (value: unknown): boolean => typeof value === 'function' && value.name === name && String(value) === text
  // A CommonJS module that is imported has its exports under `default`, where compilers put getters.
  const { default: whole } = exports
  const values = [exports, ...(isObject(whole) ? [whole] : [])].flatMap((holder) => Object.values(holder))
  const inner = values
    .filter(isObject)
    .flatMap((value) => Object.values(Object.getOwnPropertyDescriptors(value)).map((each) => each.value as unknown))
  return [...values, ...inner].find(isIt)
}

function isObject(value: unknown): value is object {
  return typeof value === 'function' || (typeof value === 'object' && value !== null)
}

function lookUp(exports: Record<string, unknown>, { name = '', site, text }: Address): unknown {
  if (site !== undefined) return callSites.get(site)
  if (text !== undefined) return findByText(exports, name, text)
  return name.split('.').reduce<unknown>((from, part) => (from as Record<string, unknown>)?.[part], exports)
}

/** The function at an address, without waiting; loads its module. */
export function functionAt(address: Address): AnyFunction {
  const known = resolved.get(address)
  if (known) return known
  const fn = lookUp(waitedFor.get(address.module) ?? loadNow(address.module), address)
  if (typeof fn !== 'function')
    throw new NotOffloadableError(address.name ?? address.site ?? '', [`${address.module} has no such function`])
  resolved.set(address, fn as AnyFunction)
  return fn as AnyFunction
}
