/** Rewrites one blocking call to its async twin. */
import type { BlockingSite, Graph } from '@offloop/analysis'
import type { EditSet } from '../edit/edits.ts'
import { dropDisabling } from '../edit/lint-comments.ts'
import { unmark } from '../edit/marker.ts'
import type { TypeOracle } from '../plan/oracle.ts'
import { aliasTwin } from './aliased.ts'
import { awaitMember, chainAround, depthOf, insertAwait, obstacleTo } from './await.ts'
import type { Obstacle } from './await.ts'
import { asCalled, lacksPosition, resultOf } from './call-twin.ts'
import { calleeForm, release, replacedOf, twinName } from './callee-form.ts'
import { adaptChild } from './child-process.ts'
import { asksChild, shapeObstacle, splitAtLine, writeExecOptions } from './call-shape.ts'
import { descriptorGroup, rewriteDescriptorCall } from './descriptors.ts'
import { allowExisting } from './exists.ts'
import type { Imports } from './imports.ts'
import type { CallNode, Source } from './source.ts'

/** Why a call can't be rewritten in its place. */
export function callObstacle(given: BlockingSite, source: Source, graph: Graph, oracle: TypeOracle): Obstacle | undefined {
  const site = asCalled(given, source, graph, oracle)
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
  if (twin.form === 'manual') return { reason: 'shape-differs', message: twin.note ?? `${twin.name} takes or gives something else` }
  if (call.type !== 'CallExpression') return { reason: 'aliased-api', message: `${site.call.calleeText} is not called plainly` }
  if (graph.calleeTargets(site).some((each) => each.t === 'fn'))
    return { reason: 'aliased-api', message: `${site.call.calleeText} may be a function of the project` }
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

/** True where the rewrite changes the file's imports, so that it can't be separated from the file's others. */
export function touchesImports(given: BlockingSite, source: Source, graph: Graph, oracle: TypeOracle): boolean {
  const site = asCalled(given, source, graph, oracle)
  return calleeForm(site, source, graph)?.kind !== 'member' || (site.twin?.form !== 'same' && site.twin?.form !== 'exists')
}

/** Writes the edits of one call; `callObstacle` has been asked before. */
export function rewriteCall(
  edits: EditSet,
  given: BlockingSite,
  source: Source,
  { graph, oracle }: { readonly graph: Graph; readonly oracle: TypeOracle },
  imports: Imports,
): void {
  const site = asCalled(given, source, graph, oracle)
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
  const result = resultOf(site)
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
      if (lacksPosition(site, call)) edits.insert(source.file, call.arguments.at(-1)!.end, ', null', 0)
      if (result) awaitMember(edits, call, source, result)
      else insertAwait(edits, call, source)
      break
    case 'exec':
    case 'exec-file':
      edits.replace(source.file, start, end, `${imports.want('node:util', 'promisify')}(${name})`)
      writeExecOptions(edits, call, site, source)
      awaitMember(edits, call, source, 'stdout')
      break
    case 'manual':
      break
  }
  release(form, imports)
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
