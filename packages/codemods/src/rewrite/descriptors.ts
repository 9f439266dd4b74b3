/** Files that are opened, used and closed in one function: a FileHandle takes the place of the descriptor. */
import type { BlockingSite, Graph, Node } from '@offloop/analysis'
import { walk } from '@offloop/analysis'
import type { EditSet } from '../edit/edits.ts'
import { awaitMember, insertAwait } from './await.ts'
import { outer } from './source.ts'
import type { CallNode, Source } from './source.ts'

type Call = CallNode & { readonly type: 'CallExpression' }

/** Functions whose first argument is a descriptor: the method of a FileHandle, and what of its result is the sync result. */
const methods: Readonly<Record<string, { readonly method: string; readonly result?: string }>> = {
  closeSync: { method: 'close' },
  fchmodSync: { method: 'chmod' },
  fchownSync: { method: 'chown' },
  fdatasyncSync: { method: 'datasync' },
  fstatSync: { method: 'stat' },
  fsyncSync: { method: 'sync' },
  ftruncateSync: { method: 'truncate' },
  futimesSync: { method: 'utimes' },
  readSync: { method: 'read', result: 'bytesRead' },
  readvSync: { method: 'readv', result: 'bytesRead' },
  writeSync: { method: 'write', result: 'bytesWritten' },
  writevSync: { method: 'writev', result: 'bytesWritten' },
  readFileSync: { method: 'readFile' },
  writeFileSync: { method: 'writeFile' },
  appendFileSync: { method: 'appendFile' },
}

/** What of the result of a FileHandle's method, or of the function with a callback, is the sync one: nothing of its own (`''`) where it is all of it; undefined for functions that take no descriptor. */
export function descriptorResult(name: string): string | undefined {
  return methods[name] && (methods[name].result ?? '')
}

const takesPathToo = new Set(['readFileSync', 'writeFileSync', 'appendFileSync'])

/** All calls that share the descriptor of one, from `openSync` to `closeSync`; nothing where it is used in another way, too. */
export function descriptorGroup(site: BlockingSite, source: Source, graph: Graph): readonly BlockingSite[] | undefined {
  const { api } = site
  if (api.module !== 'node:fs' || (api.name !== 'openSync' && !methods[api.name])) return undefined
  const call = source.callNode(site.call)
  const name = call.type !== 'CallExpression' ? undefined : api.name === 'openSync' ? holderOf(call) : call.arguments[0]
  if (name?.type !== 'Identifier') return undefined
  const id = source.scopes.lookup(name.name, name)
  const declared = id === undefined ? undefined : source.scopes.declarations[id]!.start
  const home = source.scopes.enclosing(name)
  const fn = source.scopes.functions[home]!
  if (declared === undefined || declared < fn.start || declared > fn.end) return undefined
  const sites: BlockingSite[] = []
  let isClosed = false
  let isOpen = true
  walk(fn, (node) => {
    if (node.type !== 'Identifier' || node.name !== name.name || isKey(node) || source.scopes.lookup(node.name, node) !== id)
      return undefined
    const use = source.scopes.enclosing(node) === home ? useOf(node) : undefined
    if (use === 'declaration' || use === 'test') return undefined
    const found = use && siteAt(graph, site.file, use)
    const isOpening = found?.api.name === 'openSync' && holderOf(use!) === node
    const isUse = found !== undefined && methods[found.api.name] !== undefined && use!.arguments[0] === node
    if (isOpening || isUse) sites.push(found)
    else isOpen = false
    isClosed ||= found?.api.name === 'closeSync'
    return undefined
  })
  const opened = sites.filter((each) => each.api.name === 'openSync').length
  return isOpen && isClosed && opened === 1 ? sites : undefined
}

/** `readSync(fd, bytes)` becomes `(await fd.read(bytes)).bytesRead`. */
export function rewriteDescriptorCall(edits: EditSet, call: Call, name: string, source: Source): void {
  const { method, result } = methods[name]!
  const [handle, next] = call.arguments
  edits.replace(source.file, call.start, next?.start ?? handle!.end, `${source.text.slice(handle!.start, handle!.end)}.${method}(`)
  if (result === undefined) insertAwait(edits, call, source)
  else awaitMember(edits, call, source, result)
}

/** True for a variable that is closed, or read from, as a descriptor elsewhere in the file. */
export function isUsedAsDescriptor(name: Node & { readonly type: 'Identifier' }, source: Source): boolean {
  const id = source.scopes.lookup(name.name, name)
  let found = false
  walk(source.program, (node) => {
    if (found || node.type !== 'CallExpression') return !found
    const { callee } = node
    const called =
      callee.type === 'Identifier'
        ? callee.name
        : callee.type === 'MemberExpression' && callee.property.type === 'Identifier'
          ? callee.property.name
          : ''
    const [first] = node.arguments
    const isTaken = methods[called] !== undefined && !takesPathToo.has(called)
    found = isTaken && first?.type === 'Identifier' && first.name === name.name && source.scopes.lookup(first.name, first) === id
    return !found
  })
  return found
}

/** The variable that gets what the call gives. */
function holderOf(call: Node): Node | undefined {
  const { parent, child } = outer(call)
  if (parent?.type === 'VariableDeclarator' && parent.init === child) return typed(parent.id) ? undefined : parent.id
  return parent?.type === 'AssignmentExpression' && parent.operator === '=' && parent.right === child ? parent.left : undefined
}

function typed(pattern: Node): boolean {
  return pattern.type === 'Identifier' && Boolean(pattern.typeAnnotation)
}

/** The call that a mention belongs to, or that it says nothing about the value. */
function useOf(node: Node & { type: 'Identifier' }): Call | 'declaration' | 'test' | undefined {
  const { parent } = node
  if (parent?.type === 'VariableDeclarator' && parent.id === node) {
    if (!parent.init) return typed(node) ? undefined : 'declaration'
    return parent.init.type === 'CallExpression' ? parent.init : isEmpty(parent.init) && !typed(node) ? 'declaration' : undefined
  }
  if (parent?.type === 'AssignmentExpression' && parent.left === node && parent.right.type === 'CallExpression') return parent.right
  if (parent?.type === 'CallExpression') return parent
  if (parent?.type === 'BinaryExpression' && /^[!=]==?$/.test(parent.operator) && [parent.left, parent.right].some(isEmpty)) return 'test'
  return undefined
}

function isEmpty(node: Node): boolean {
  return (node.type === 'Identifier' && node.name === 'undefined') || (node.type === 'Literal' && node.value === null)
}

function isKey(node: Node): boolean {
  const { parent } = node
  return (
    (parent?.type === 'MemberExpression' && parent.property === node && !parent.computed) ||
    (parent?.type === 'Property' && parent.key === node && !parent.computed && !parent.shorthand)
  )
}

const byPlace = new WeakMap<Graph, ReadonlyMap<string, BlockingSite>>()

function siteAt(graph: Graph, file: string, call: Node): BlockingSite | undefined {
  let places = byPlace.get(graph)
  if (!places) {
    places = new Map(graph.blocking.map((each) => [`${each.file}\0${each.call.start}`, each]))
    byPlace.set(graph, places)
  }
  return places.get(`${file}\0${call.start}`)
}
