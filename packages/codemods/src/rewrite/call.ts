/** Rewrites one blocking call to its async twin. */
import type { BlockingSite, Graph, Node, Value } from '@offloop/analysis'
import type { Twin } from '@offloop/catalog'
import type { EditSet } from '../edit/edits.ts'
import { dropDisabling } from '../edit/lint-comments.ts'
import { unmark } from '../edit/marker.ts'
import type { TypeOracle } from '../plan/oracle.ts'
import { aliasOf, aliasTwin } from './aliased.ts'
import type { Alias } from './aliased.ts'
import { asiGuard, chainAround, depthOf, insertAwait, obstacleTo } from './await.ts'
import type { Obstacle } from './await.ts'
import { splitCompound } from './compound.ts'
import { adaptChild } from './child-process.ts'
import { asksChild, shapeObstacle, splitAtLine, writeExecOptions } from './call-shape.ts'
import { descriptorGroup, rewriteDescriptorCall } from './descriptors.ts'
import { allowExisting } from './exists.ts'
import type { Imports } from './imports.ts'
import { sameModule } from './import-statements.ts'
import { outer } from './source.ts'
import type { CallNode, Source } from './source.ts'

/** How the callee is written: `fs.readFileSync`, or an imported name. */
type CalleeForm =
  | { readonly kind: 'member'; readonly property: Node; readonly object: Node }
  | { readonly kind: 'name'; readonly node: Node; readonly local: string }
  | { readonly kind: 'alias'; readonly node: Node; readonly alias: Alias }

/** Why a call can't be rewritten in its place. */
export function callObstacle(site: BlockingSite, source: Source, graph: Graph, oracle: TypeOracle): Obstacle | undefined {
  const { twin } = site
  const call = source.callNode(site.call)
  const group = descriptorGroup(site, source, graph)
  if (group) {
    const found = group.map((each) => source.callNode(each.call)).map((each) => obstacleTo(each, source, false) ?? spreadObstacle(each))
    const isPlain = group.every((each) => calleeForm(each, source, graph))
    return (
      found.find((each) => each) ??
      (isPlain ? undefined : { reason: 'aliased-api', message: `${site.call.calleeText} is not called by its own name` })
    )
  }
  if (!twin) return { reason: 'no-twin', message: noTwin(site) }
  if (twin.form === 'manual')
    return { reason: takesHandle(site) ? 'fd-api' : 'shape-differs', message: twin.note ?? `${twin.name} takes or gives something else` }
  if (call.type !== 'CallExpression') return { reason: 'aliased-api', message: `${site.call.calleeText} is not called plainly` }
  if (!calleeForm(site, source, graph)) return { reason: 'aliased-api', message: `${site.call.calleeText} is not called by its own name` }
  return obstacleTo(call, source) ?? shapeObstacle(site, call, source, oracle)
}

/** What it takes or gives is no plain data, else it would have been moved to a thread. */
function noTwin({ api }: BlockingSite): string {
  return api.threadSensitive
    ? `${api.name} has no async twin: put all that uses its handle into a module of its own and wrap the functions of that in syncToAsync`
    : `${api.name} has no async twin, and its arguments or result can't be copied to a thread: move the call into a function of a module of its own that takes and gives plain data, and wrap that in syncToAsync`
}

function spreadObstacle(call: CallNode): Obstacle | undefined {
  return call.type === 'CallExpression' && call.arguments.some((each) => each.type === 'SpreadElement')
    ? { reason: 'fd-api', message: 'its arguments are spread' }
    : undefined
}

/** The promise API has a FileHandle in place of a descriptor. */
function takesHandle({ api, twin }: BlockingSite): boolean {
  return api.module === 'node:fs' && (api.name === 'openSync' || twin!.name.startsWith('FileHandle#'))
}

/** True where the rewrite changes the file's imports, so that it can't be separated from the file's others. */
export function touchesImports(site: BlockingSite, source: Source, graph: Graph): boolean {
  return calleeForm(site, source, graph)?.kind !== 'member' || (site.twin?.form !== 'same' && site.twin?.form !== 'exists')
}

/** Writes the edits of one call; `callObstacle` has been asked before. */
export function rewriteCall(edits: EditSet, site: BlockingSite, source: Source, graph: Graph, imports: Imports): void {
  const call = source.callNode(site.call) as CallNode & { type: 'CallExpression' }
  const form = calleeForm(site, source, graph)!
  const isChild = asksChild(site, call, source)
  const twin = isChild && site.twin!.form !== 'spawn' ? { ...site.twin!, name: 'spawn' } : site.twin!
  unmark(edits, source, chainAround(call).start)
  dropDisabling(edits, source, call)
  if (site.api.name !== 'openSync' && descriptorGroup(site, source, graph)) {
    rewriteDescriptorCall(edits, call, site.api.name, source)
    release(form, imports)
    return
  }
  const ownName =
    form.kind === 'alias'
      ? aliasTwin(edits, form.alias, form.node, { ...site, twin }, source, imports)
      : twinName(form, site, twin, imports, call)
  const name = form.kind === 'member' ? splitAtLine(edits, form, ownName, source) : ownName
  const { start, end } = form.kind === 'member' ? replacedOf(form, site, twin) : form.node
  if (isChild) {
    edits.replace(source.file, start, end, name)
    adaptChild(edits, site, call, source, imports)
    release(form, imports)
    return
  }
  switch (twin.form) {
    case 'same':
      edits.replace(source.file, start, end, name)
      if (dropsMissing(call, site)) swallowMissing(edits, call, source)
      allowExisting(edits, site, source)
      insertAwait(edits, call, source)
      break
    case 'exists':
      edits.replace(source.file, start, end, name)
      edits.insert(source.file, call.end, '.then(() => true, () => false)', -depthOf(call) - 0.5)
      insertAwait(edits, call, source)
      break
    case 'promisify':
      if (twin.resultType !== undefined) wrapCallback(edits, call, source, start, end, name, twin.resultType)
      else edits.replace(source.file, start, end, `${imports.want('node:util', 'promisify')}(${name})`)
      insertAwait(edits, call, source)
      break
    case 'exec':
    case 'exec-file':
      edits.replace(source.file, start, end, `${imports.want('node:util', 'promisify')}(${name})`)
      writeExecOptions(edits, call, site, source)
      awaitOutput(edits, call, source)
      break
    case 'manual':
      // `openSync`: the others of a group are written by their own function
      edits.replace(source.file, start, end, name)
      insertAwait(edits, call, source)
      break
  }
  release(form, imports)
}

/** The name is mentioned once less. One within a function may hide another of the same name. */
function release(form: CalleeForm, imports: Imports): void {
  if (form.kind === 'name') imports.release(form.local)
  if (form.kind === 'alias' && form.alias.isTopLevel) imports.release(form.alias.local)
}

function needsWholeCallee(twin: Twin): boolean {
  return twin.form === 'promisify' || twin.form === 'exec' || twin.form === 'exec-file'
}

/** `find.sync(…)` is `find(…)`: the async form is what the sync one is a member of. */
function isItself({ api, twin }: BlockingSite): boolean {
  if (!twin || twin.form === 'manual' || !sameModule(twin.module, api.module)) return false
  return twin.name === 'default' ? !api.name.includes('.') : api.name.startsWith(`${twin.name}.`)
}

/** What of `object.property` gives way. */
function replacedOf({ object, property }: CalleeForm & { kind: 'member' }, site: BlockingSite, twin: Twin): { start: number; end: number } {
  if (needsWholeCallee(twin)) return { start: object.start, end: property.end }
  return isItself(site) ? { start: object.end, end: property.end } : property
}

/** What stands in place of the callee (member form: of the property, or of all of it where it is wrapped). */
function twinName(form: Exclude<CalleeForm, { kind: 'alias' }>, site: BlockingSite, twin: Twin, imports: Imports, call: Node): string {
  if (form.kind === 'name') return imports.memberOf(twin.module, twin.name, call) ?? imports.want(twin.module, twin.name)
  if (twin.name.includes('#')) return twin.name.slice(twin.name.lastIndexOf('#') + 1)
  const object = form.object.type === 'Identifier' ? form.object.name : ''
  if (isItself(site)) return needsWholeCallee(twin) ? object : ''
  if (needsWholeCallee(twin)) return `${object}.${twin.name}`
  if (sameModule(twin.module, site.api.module)) return twin.name
  return `promises.${twin.name}`
}

function calleeForm(site: BlockingSite, source: Source, graph: Graph): CalleeForm | undefined {
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
    if (!isWhole || !isReachable) return undefined
    if (needsWholeCallee(twin) && callee.object.type !== 'Identifier') return undefined
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

/** The value is what a module exports under the name, or the module itself. */
export function isImported(value: Value, name: string): boolean {
  if (value.k === 'import') return value.name === name || value.name === 'default' || value.name === '='
  return value.k === 'member' && value.name === name && value.of.k === 'import'
}

function dropsMissing(call: CallNode & { type: 'CallExpression' }, site: BlockingSite): boolean {
  return /^l?statSync$/.test(site.api.name) && call.arguments.length === 2
}

/** `statSync(p, { throwIfNoEntry: false })`: the promise API has no such option. */
function swallowMissing(edits: EditSet, call: CallNode & { type: 'CallExpression' }, source: Source): void {
  const type = /\.[cm]?tsx?$/.test(source.file) ? ': NodeJS.ErrnoException' : ''
  const option = call.arguments[1]
  if (option?.type !== 'ObjectExpression' || !/throwIfNoEntry\s*:\s*false/.test(source.text.slice(option.start, option.end))) return
  edits.replace(source.file, call.arguments[0]!.end, option.end, '')
  edits.insert(
    source.file,
    call.end,
    `.catch((error${type}) => { if (error.code !== 'ENOENT') throw error; return undefined })`,
    -depthOf(call) - 0.5,
  )
}

/** Where promisify's types pick a wrong overload, the callback is written out. */
function wrapCallback(
  edits: EditSet,
  call: CallNode & { type: 'CallExpression' },
  source: Source,
  start: number,
  end: number,
  name: string,
  type: string,
): void {
  const generic = /\.[cm]?tsx?$/.test(source.file) ? `<${type}>` : ''
  edits.replace(source.file, start, end, `new Promise${generic}((resolve, reject) => ${name}`)
  edits.insert(source.file, call.arguments.at(-1)!.end, ', (error, value) => (error ? reject(error) : resolve(value))', -depthOf(call))
  edits.insert(source.file, call.end, ')', -depthOf(call) - 0.5)
}

/** `execSync(…)` is the `stdout` of what the promise gives; as a statement of its own nothing is taken from it. */
function awaitOutput(edits: EditSet, call: CallNode, source: Source): void {
  const whole = chainAround(call)
  if (outer(whole).parent?.type === 'ExpressionStatement') {
    insertAwait(edits, call, source)
    return
  }
  const depth = depthOf(whole)
  splitCompound(edits, call, source)
  edits.insert(source.file, whole.start, `${asiGuard(whole, source)}(await `, depth)
  edits.insert(source.file, whole.end, ').stdout', -depth)
}
