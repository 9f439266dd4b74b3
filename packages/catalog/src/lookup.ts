/** Answers: is this export of this module a blocking call? */
import type { BlockingApi, Handler } from './entry.ts'

/** A set of entries with fast look-up. Immutable. */
export interface Catalog {
  readonly apis: readonly BlockingApi[]
  readonly handlers: readonly Handler[]
  /** The entry of `name`, or of an alias, in `module`; `fs` and `node:fs` are the same module. */
  find(module: string, name: string): BlockingApi | undefined
  /** True where any entry is about this module, so that callers can skip the others early. */
  knows(module: string): boolean
  /** Handlers that are registered through this module. `major` narrows them where the installed version is known. */
  handlersOf(module: string, major?: number): readonly Handler[]
  byId(id: string): BlockingApi | undefined
}

/** Builds a catalogue from entries; a later entry with the same id replaces an earlier one. A name outranks an alias. */
export function createCatalog(apis: readonly BlockingApi[], handlers: readonly Handler[]): Catalog {
  const byId = new Map(apis.map((each) => [each.id, each]))
  const handlerById = new Map(handlers.map((each) => [each.id, each]))
  const byModule = new Map<string, Map<string, BlockingApi>>()
  for (const each of byId.values()) for (const alias of each.aliases ?? []) namesOf(byModule, each.module).set(alias, each)
  for (const each of byId.values()) namesOf(byModule, each.module).set(each.name, each)
  const handlersByModule = new Map<string, Handler[]>()
  for (const each of handlerById.values()) handlersByModule.set(each.module, [...(handlersByModule.get(each.module) ?? []), each])
  return Object.freeze({
    apis: Object.freeze([...byId.values()]),
    handlers: Object.freeze([...handlerById.values()]),
    find: (module: string, name: string) => ofModule(byModule, module)?.get(name),
    knows: (module: string) => ofModule(byModule, module) !== undefined,
    handlersOf: (module: string, major?: number) =>
      (ofModule(handlersByModule, module) ?? []).filter(({ majors }) => isWithin(major, majors)),
    byId: (id: string) => byId.get(id),
  })
}

function namesOf(byModule: Map<string, Map<string, BlockingApi>>, module: string): Map<string, BlockingApi> {
  const names = byModule.get(module) ?? new Map<string, BlockingApi>()
  byModule.set(module, names)
  return names
}

/** Builtins that need the prefix: without it, these are packages of the registry. */
const prefixOnly = new Set(['ffi', 'sea', 'sqlite', 'test', 'test/reporters'])

/** Builtins are listed with their prefix; `fs` means `node:fs`, while `fs/promises` is another module. */
function ofModule<T>(modules: ReadonlyMap<string, T>, module: string): T | undefined {
  return modules.get(module) ?? (prefixOnly.has(module) ? undefined : modules.get(`node:${module}`))
}

function isWithin(major: number | undefined, majors: readonly [number, number] | undefined): boolean {
  return major === undefined || majors === undefined || (majors[0] <= major && major <= majors[1])
}
