/** How the callee of a blocking call is written, and what of it gives way to its twin. */
import type { BlockingSite, Graph, Node, Value } from '@offloop/analysis'
import type { Twin } from '@offloop/catalog'
import { aliasOf } from './aliased.ts'
import type { Alias } from './aliased.ts'
import type { Imports } from './imports.ts'
import { sameModule } from './import-statements.ts'
import type { Source } from './source.ts'

/** How the callee is written: `fs.readFileSync`, or an imported name. */
export type CalleeForm =
  | { readonly kind: 'member'; readonly property: Node; readonly object: Node }
  | { readonly kind: 'name'; readonly node: Node; readonly local: string }
  | { readonly kind: 'alias'; readonly node: Node; readonly alias: Alias }
  /** A member of a module whose twin another one has: all of it is replaced. */
  | { readonly kind: 'other'; readonly node: Node }

function needsWholeCallee(twin: Twin): boolean {
  return twin.form === 'promisify' || twin.form === 'exec' || twin.form === 'exec-file'
}

/** `find.sync(…)` is `find(…)`: the async form is what the sync one is a member of. */
function isItself({ api, twin }: BlockingSite): boolean {
  if (!twin || twin.form === 'manual' || !sameModule(twin.module, api.module)) return false
  return twin.name === 'default' ? !api.name.includes('.') : api.name.startsWith(`${twin.name}.`)
}

/** What of `object.property` gives way. */
export function replacedOf(
  { object, property }: CalleeForm & { kind: 'member' },
  site: BlockingSite,
  twin: Twin,
): { start: number; end: number } {
  if (needsWholeCallee(twin)) return { start: object.start, end: property.end }
  return isItself(site) ? { start: object.end, end: property.end } : property
}

/** What stands in place of the callee (member form: of the property, or of all of it where it is wrapped). */
export function twinName(
  form: Exclude<CalleeForm, { kind: 'alias' }>,
  site: BlockingSite,
  twin: Twin,
  imports: Imports,
  call: Node,
): string {
  if (form.kind !== 'member') return imports.memberOf(twin.module, twin.name, call) ?? imports.want(twin.module, twin.name)
  if (twin.name.includes('#')) return twin.name.slice(twin.name.lastIndexOf('#') + 1)
  const object = form.object.type === 'Identifier' ? form.object.name : ''
  if (isItself(site)) return needsWholeCallee(twin) ? object : ''
  if (needsWholeCallee(twin)) return `${object}.${twin.name}`
  if (sameModule(twin.module, site.api.module)) return twin.name
  return `promises.${twin.name}`
}

/** The form of the callee; nothing where it can't be followed to a place that names the twin. */
export function calleeForm(site: BlockingSite, source: Source, graph: Graph): CalleeForm | undefined {
  const call = source.callNode(site.call)
  if (call.type !== 'CallExpression') return undefined
  const { callee } = call
  const twin = site.twin
  const last = site.api.name.split(/[.#]/).at(-1)!
  if (
    callee.type === 'MemberExpression' &&
    callee.property.type === 'Identifier' &&
    !callee.computed &&
    callee.property.name === last &&
    !callee.optional
  ) {
    if (site.call.callee.k !== 'member') return undefined
    // a method of an instance has its twin on the same instance
    if (twin?.form === 'same' && site.api.name.includes('#') && twin.name.includes('#') && twin.module === site.api.module)
      return { kind: 'member', property: callee.property, object: callee.object }
    const isNamed = isItself(site) && twin!.name !== 'default'
    const isWhole = graph
      .targets(site.file, site.call.callee.of)
      .some((each) => each.t === 'external' && (isNamed ? each.path === twin!.name : each.path === '' || each.path === 'default'))
    const isReachable =
      twin !== undefined && (sameModule(twin.module, site.api.module) || sameModule(twin.module, `${site.api.module}/promises`))
    // whoever else calls may fill a parameter with something that has no such twin
    if (!isWhole || valuesOf(callee.object, source, graph).some((each) => each.k === 'param')) return undefined
    if (!isReachable) return twin?.form === 'exists' ? { kind: 'other', node: callee } : undefined
    if (needsWholeCallee(twin) && callee.object.type !== 'Identifier') return undefined
    if (twin.name === 'default' && !isModuleItself(callee.object, source, graph)) return undefined
    return { kind: 'member', property: callee.property, object: callee.object }
  }
  // nothing in the file names the module itself
  if (callee.type !== 'Identifier' || twin?.name === 'default') return undefined
  const id = source.scopes.lookup(callee.name, callee)
  const binding = id === undefined ? undefined : graph.summaries.get(site.file)!.bindings[id]
  if (binding?.values.length === 1 && isImported(binding.values[0]!, last)) return { kind: 'name', node: callee, local: callee.name }
  const alias = aliasOf(site, callee, source, graph)
  return alias && { kind: 'alias', node: callee, alias }
}

function valuesOf(name: Node, source: Source, graph: Graph): readonly Value[] {
  const id = name.type === 'Identifier' ? source.scopes.lookup(name.name, name) : undefined
  return id === undefined ? [] : graph.summaries.get(source.file)!.bindings[id]!.values
}

/** `require('m')` or the default import, which can be called where the module is a function; a namespace can't. */
function isModuleItself(object: Node, source: Source, graph: Graph): boolean {
  const values = valuesOf(object, source, graph)
  const only = values.length === 1 ? values[0]! : undefined
  return only?.k === 'import' && (only.name === '=' || only.name === 'default')
}

/** The value is what a module exports under the name, or the module itself. */
export function isImported(value: Value, name: string): boolean {
  if (value.k === 'import') return value.name === name || value.name === 'default' || value.name === '='
  return value.k === 'member' && value.name === name && value.of.k === 'import'
}

/** The name is mentioned once less. One within a function may hide another of the same name. */
export function release(form: CalleeForm, imports: Imports): void {
  if (form.kind === 'name') imports.release(form.local)
  if (form.kind === 'alias' && form.alias.isTopLevel) imports.release(form.alias.local)
}
