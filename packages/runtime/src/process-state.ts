/** State of the process that all copies of this package share: an ESM and a CommonJS one, two versions that differ in a patch, one that a loader compiled anew. */

const key = Symbol.for('offloop.runtime.1')
const host = globalThis as { [key]?: Map<string, unknown> }
const registry = (host[key] ??= new Map())

/** The state of that name; made by the copy that comes first. */
export function shared<T>(name: string, make: () => T): T {
  if (!registry.has(name)) registry.set(name, make())
  return registry.get(name) as T
}
