/** Async twins of functions that must keep their sync form: their names, and how a call is moved over to one. */
import { callbackIndex } from '../rewrite/host-call.ts'
import type { CallSite, FunctionNode, Graph, Node, Value } from '@offloop/analysis'
import { nameOf } from '@offloop/analysis'
import type { Source, Sources } from '../rewrite/source.ts'
import type { CallerSite } from './callers.ts'
import type { TypeOracle } from './oracle.ts'
import { isSettled } from './settled.ts'
import { twinUnit } from './twin-unit.ts'
import type { TwinUnit } from './twin-unit.ts'
import { exposuresOf } from './twin-exports.ts'
import type { Exposure } from './twin-exports.ts'

/** Turns one mention of a function into one of its twin. */
export interface Move {
  readonly start: number
  readonly end: number
  /** What stands there then; nothing where it is the local name of what is imported. */
  readonly text?: string
  /** The twin is imported into the file of the call. */
  readonly wanted?: { readonly module: string; readonly name: string }
  /** The local name that is mentioned once less. */
  readonly releases?: string
  /** What must be exported on the way. */
  readonly exposures: readonly Exposure[]
}

interface Route {
  readonly name: string
  readonly exposures: readonly Exposure[]
}

/** Twins of one project. */
export class Twins {
  readonly #graph: Graph
  readonly #sources: Sources
  readonly #names = new Map<FunctionNode, string | undefined>()
  readonly #taken = new Set<string>()
  readonly #oracle: TypeOracle

  constructor(graph: Graph, sources: Sources, oracle: TypeOracle) {
    this.#graph = graph
    this.#sources = sources
    this.#oracle = oracle
  }

  /** The name of a function's twin, the same for all that share its name; nothing where it can't have one. */
  nameOf(fn: FunctionNode): string | undefined {
    if (!this.#names.has(fn)) {
      const family = [...new Set([fn, ...this.#graph.family(fn)])]
      const name = this.#freeName(family)
      for (const each of family) this.#names.set(each, name)
    }
    return this.#names.get(fn)
  }

  unitOf(fn: FunctionNode): TwinUnit | undefined {
    return twinUnit(fn, this.#sources.of(fn.file))
  }

  /** Everything that must be written so that whoever can get at the function can get at its twin. */
  exposures(fn: FunctionNode): readonly Exposure[] {
    return this.#exposures(fn).filter((each) => each.isExport)
  }

  /** How a call of `fn` becomes one of its twin; nothing where the mention can't be followed to a place that could name the twin. */
  moveOf(fn: FunctionNode, { kind, site }: CallerSite): Move | undefined {
    const source = this.#sources.of(site.file)
    const call = source.callNode(site.call)
    const index = kind === 'call' || kind === 'each' ? undefined : kind === 'assertion' ? 0 : callbackIndex(kind)
    // `load.call(…)`, `Reflect.apply(load, …)`: the callee is no name of the function
    if (index === undefined && /^(call|apply)$/.test(site.call.name)) return undefined
    const callee = 'callee' in call ? call.callee : call.tag
    const mention = index === undefined ? callee : call.type === 'CallExpression' ? call.arguments[index] : undefined
    const value = index === undefined ? site.call.callee : site.call.args[index]
    const name = this.nameOf(fn)
    if (!mention || !value || name === undefined) return undefined
    if (mention.type === 'Identifier') return this.#moveName(mention, fn, name, site, source)
    if (mention.type === 'MemberExpression' && !mention.computed && isSettled(mention, source, this.#oracle))
      return this.#moveMember(mention.property, value, fn, name, site)
    return undefined
  }

  #moveName(mention: Node & { type: 'Identifier' }, fn: FunctionNode, name: string, site: CallSite, source: Source): Move | undefined {
    const id = source.scopes.lookup(mention.name, mention)
    if (id === undefined) return undefined
    const place = { start: mention.start, end: mention.end }
    const declared = source.scopes.declarations[id]!.start
    if (site.file === fn.file && this.unitOf(fn)!.names.some((each) => each.start === declared))
      return { ...place, text: name, exposures: [] }
    const imported = importOf(this.#graph.summaries.get(site.file)!.bindings[id]!.values)
    const target = imported && this.#graph.resolve(site.file, imported.specifier)
    if (!imported || !target || !('file' in target)) return undefined
    const route = this.#route(target.file, imported.name, fn, new Set())
    if (!route) return undefined
    const isWhole = imported.name === '=' || (imported.name === 'default' && route.exposures.some((each) => each.key === '='))
    return isWhole
      ? { ...place, text: `${mention.name}.${route.name}`, exposures: route.exposures }
      : { ...place, wanted: { module: imported.specifier, name: route.name }, releases: mention.name, exposures: route.exposures }
  }

  #moveMember(property: Node, value: Value, fn: FunctionNode, name: string, site: CallSite): Move | undefined {
    if ((property.type !== 'Identifier' && property.type !== 'PrivateIdentifier') || !this.#isOnly(fn, site)) return undefined
    const place = { start: property.start, end: property.end }
    const unit = this.unitOf(fn)!
    if (!unit.binding && property.name === unit.name)
      return { ...place, text: property.type === 'PrivateIdentifier' ? `#${name}` : name, exposures: [] }
    if (value.k !== 'member') return undefined
    for (const each of this.#graph.targets(site.file, value.of)) {
      const route =
        each.t === 'module'
          ? this.#route(each.file, property.name, fn, new Set())
          : each.t === 'object'
            ? this.#held(each.file, property.name, fn, Object.keys(each.props))
            : each.t === 'owner'
              ? this.#held(each.file, property.name, fn)
              : undefined
      if (route) return { ...place, text: route.name, exposures: route.exposures }
    }
    return undefined
  }

  /** Nothing else is called there, which might have no such twin. */
  #isOnly(fn: FunctionNode, site: CallSite): boolean {
    const family = new Set([fn, ...this.#graph.family(fn)])
    const called = this.#graph.calleeTargets(site)
    return called.every((each) => each.t === 'fn' && family.has(each.node))
  }

  /** The function's own file holds it under a key: the module itself, or the object with the properties `beside`, of which there may be several. */
  #held(file: string, key: string, fn: FunctionNode, beside?: readonly string[]): Route | undefined {
    if (file !== fn.file) return undefined
    const all = this.#exposures(fn).filter((each) => each.key === key)
    const exported = all.find((each) => each.isExport)
    const found = beside ? all.filter((each) => each.beside && sameNames(each.beside, beside)) : exported ? [exported] : all
    return found[0] && { name: found[0].name, exposures: found }
  }

  /** What a module would export the twin as, where it exports the function as `key`. */
  #route(file: string, key: string, fn: FunctionNode, seen: Set<string>): Route | undefined {
    if (seen.has(file)) return undefined
    seen.add(file)
    if (file === fn.file) {
      const unit = this.unitOf(fn)!
      if (unit.kind === 'assignment') return key === unit.name ? { name: this.nameOf(fn)!, exposures: [] } : undefined
      return this.#held(file, key, fn) ?? (key === 'default' ? this.#held(file, '=', fn) : undefined)
    }
    const source = this.#sources.of(file)
    for (const node of source.program.body) {
      if (node.type === 'ExportNamedDeclaration') {
        const specifier = node.specifiers.find((each) => exportName(each.exported) === key)
        if (!specifier) continue
        const further = node.source
          ? this.#routeFrom(file, node.source.value, exportName(specifier.local), fn, seen)
          : this.#routeOfImport(source, specifier.local, fn, seen)
        if (!further) return undefined
        const name = exportName(specifier.local) === key ? further.route.name : `${key}Async`
        const own: Exposure = {
          ...{ file, key, name, at: specifier.end, isExport: true },
          text: (local) => `, ${local === name ? name : `${local} as ${name}`}`,
          ...(node.source ? { local: further.route.name } : { wanted: { module: further.module, name: further.route.name } }),
        }
        return { name, exposures: [...further.route.exposures, own] }
      }
      if (node.type === 'ExportAllDeclaration' && !node.exported) {
        const further = this.#routeFrom(file, node.source.value, key, fn, seen)
        if (further) return further.route
      }
    }
    return undefined
  }

  #routeFrom(file: string, module: string, key: string, fn: FunctionNode, seen: Set<string>): { module: string; route: Route } | undefined {
    const target = this.#graph.resolve(file, module)
    const route = target && 'file' in target ? this.#route(target.file, key, fn, seen) : undefined
    return route && { module, route }
  }

  #routeOfImport(source: Source, local: Node, fn: FunctionNode, seen: Set<string>): { module: string; route: Route } | undefined {
    const id = source.scopes.lookup(exportName(local), source.program)
    const imported = id === undefined ? undefined : importOf(this.#graph.summaries.get(source.file)!.bindings[id]!.values)
    return imported && imported.name !== '=' && imported.name !== 'default'
      ? this.#routeFrom(source.file, imported.specifier, imported.name, fn, seen)
      : undefined
  }

  #exposures(fn: FunctionNode): readonly Exposure[] {
    const unit = this.unitOf(fn)!
    return unit.binding ? exposuresOf(unit, this.nameOf(fn)!, this.#sources.of(fn.file)) : []
  }

  #freeName(family: readonly FunctionNode[]): string | undefined {
    const units = family.map((each) => this.unitOf(each))
    const name = units[0]?.name
    if (name === undefined || units.some((each) => each?.name !== name)) return undefined
    const bare = name.endsWith('Sync') && name.length > 4 ? name.slice(0, -4) : undefined
    const isFree = (candidate: string): boolean => family.every(({ file }, index) => this.#isFree(candidate, file, units[index]!))
    const base = `${bare ?? name}Async`
    // a function with such a twin has one already
    if (family.some(({ file }, index) => [bare, base].some((each) => each !== undefined && this.#isDeclared(each, file, units[index]!))))
      return undefined
    let candidate = bare !== undefined && isFree(bare) ? bare : base
    for (let i = 2; !isFree(candidate); i++) candidate = `${base}${i}`
    for (const [index, { file }] of family.entries()) this.#taken.add(takenKey(candidate, file, units[index]!))
    return candidate
  }

  #isDeclared(name: string, file: string, unit: TwinUnit): boolean {
    const { scopes, program } = this.#sources.of(file)
    if (unit.binding) return scopes.lookup(name, program) !== undefined
    const { scope } = unit
    const members =
      scope.type === 'ClassBody' || scope.type === 'TSInterfaceBody'
        ? (scope.body as Node[])
        : 'properties' in scope
          ? (scope.properties as Node[])
          : []
    return members.some((each) => 'key' in each && nameOf(each.key as Node, false)?.replace(/^#/, '') === name)
  }

  /** A variable must be new to its file; a member to what it is a member of, and nobody may ask for such a member yet. */
  #isFree(candidate: string, file: string, unit: TwinUnit): boolean {
    if (this.#taken.has(takenKey(candidate, file, unit))) return false
    const word = candidate.replaceAll('$', '\\$')
    const { text } = this.#sources.of(file)
    const isMentioned = (start: string, within: string): boolean => new RegExp(`${start}${word}(?![\\w$])`).test(within)
    if (unit.binding) return !isMentioned('(?<![\\w$])', text)
    return !isMentioned('[.#]\\s*', text) && !isMentioned('(?<![\\w$])', text.slice(unit.scope.start, unit.scope.end))
  }
}

function takenKey(candidate: string, file: string, unit: TwinUnit): string {
  return `${file}\0${unit.binding ? '' : unit.scope.start}\0${candidate}`
}

function sameNames(some: readonly string[], others: readonly string[]): boolean {
  return new Set(some).size === others.length && others.every((each) => some.includes(each))
}

function importOf(values: readonly Value[]): { specifier: string; name: string } | undefined {
  const value = values.length === 1 ? values[0]! : undefined
  if (value?.k === 'import') return value.name === '*' ? undefined : value
  if (value?.k === 'member' && value.of.k === 'import') return { specifier: value.of.specifier, name: value.name }
  return undefined
}

/** The name in an import or export list. */
function exportName(node: Node): string {
  return node.type === 'Identifier' ? node.name : node.type === 'Literal' ? String(node.value) : ''
}
