/** The function at an address, on the thread that is to run it. */
import type { AnyFunction } from '../async-brand.ts'
import { NotOffloadableError } from '../errors.ts'
import { behind } from '../wrapper.ts'
import type { Address } from './address.ts'
import { functionAtSite } from './call-site.ts'
import { exportsOf, isBroken, load, type Exports } from './load.ts'

const resolved = new WeakMap<Address, AnyFunction>()

/** A value with the object that it is a member of, which is `this` in it. */
interface Member {
  readonly value: unknown
  readonly holder?: unknown
}

/** Loads the modules of an address; a promise where one awaits at top level, which throws unless `mayWait`. */
export function loadFor(address: Address, mayWait: boolean): Promise<unknown> | undefined {
  if (resolved.has(address)) return undefined
  const { module, assembly } = address
  if (!assembly) return load(module, mayWait)
  const waits = [module, ...assembly.parts.map((part) => part.module)]
    .map((each) => load(each, mayWait))
    .filter((each) => each !== undefined)
  return waits.length === 0 ? undefined : Promise.all(waits)
}

/** Whether the function of an address can be had without waiting, or never. */
export function isLoaded(address: Address): boolean {
  try {
    loadFor(address, false)
    return true
  } catch (error) {
    return isBroken(error)
  }
}

/** The function or class at an address as it is, without waiting; loads its module. */
export function valueAt(address: Address): AnyFunction {
  return checked(address, find(exportsOf(address.module), address).value)
}

/** The function at an address, ready to be called, without waiting; loads its module. */
export function functionAt(address: Address): AnyFunction {
  const known = resolved.get(address)
  if (known) return known
  const { value, holder } = find(exportsOf(address.module), address)
  const fn = checked(address, value)
  const member = holder === undefined ? fn : (fn.bind(holder as never) as AnyFunction)
  const { assembly } = address
  const ready = assembly ? assemble(member, assembly) : member
  resolved.set(address, ready)
  return ready
}

const assemble = (maker: AnyFunction, { plan, parts }: NonNullable<Address['assembly']>): AnyFunction =>
  (maker as (plan: unknown, ...fns: AnyFunction[]) => AnyFunction)(plan, ...parts.map(functionAt))

/** What is exported may be a wrapper of the function that is meant. */
function checked(address: Address, value: unknown): AnyFunction {
  const fn = behind(value) ?? value
  if (typeof fn === 'function') return fn as AnyFunction
  const { module, name = '(anonymous)', site } = address
  const reason =
    site === undefined
      ? `${module} has no such function`
      : `loading its module on a thread does not come to ${site}, where it is wrapped, or comes there more than once`
  throw new NotOffloadableError(name, [reason])
}

function find(exports: Exports, { name = '', site, text }: Address): Member {
  if (site !== undefined) return { value: functionAtSite(site, text ?? '') }
  if (text !== undefined) return findByText(exports, name, text)
  const parts = name.split('.')
  const last = parts.pop() ?? ''
  const holder = parts.reduce<unknown>((from, part) => (from as Exports | undefined)?.[part], exports)
  const value = (holder as Exports | undefined)?.[last]
  return parts.length === 0 ? { value } : { value, holder }
}

/** The export, one level into classes and objects, whose source is `text`. */
function findByText(exports: Exports, name: string, text: string): Member {
  // A CommonJS module that is imported has its exports under `default`, where compilers put getters.
  const { default: whole } = exports
  const values = [exports, ...(isObject(whole) ? [whole] : [])].flatMap((holder) => Object.values(holder))
  const members: Member[] = values.map((value) => ({ value }))
  for (const holder of values.filter(isObject))
    for (const { value } of Object.values(Object.getOwnPropertyDescriptors(holder))) members.push({ value, holder })
  const isIt = ({ value }: Member): boolean => {
    const fn = behind(value) ?? value
    return typeof fn === 'function' && fn.name === name && String(fn) === text
  }
  return members.find(isIt) ?? { value: undefined }
}

function isObject(value: unknown): value is object {
  return typeof value === 'function' || (typeof value === 'object' && value !== null)
}
