/** Why a function can't become async, seen from the function itself. */
import type { FunctionNode, Graph, Node, Target } from '@offloop/analysis'
import { isToolFile, nameOf, walk } from '@offloop/analysis'
import * as nodeEvents from 'node:events'
import * as nodeStream from 'node:stream'
import type { Obstacle } from '../rewrite/await.ts'
import { returnType } from '../rewrite/signature.ts'
import { outer } from '../rewrite/source.ts'
import type { Source } from '../rewrite/source.ts'
import { isStreamMember } from './forwarding.ts'
import type { ForwardSearch } from './forwarding.ts'
import { mainRange } from './main-range.ts'
import type { Modules } from './modules.ts'
import type { TypeOracle } from './oracle.ts'

/** Members that the language or its library calls and whose result it uses at once. */
const protocolNames = new Set(['toJSON', 'toString', 'valueOf', 'then', 'inspect', 'toLocaleString'])

/** What the question needs. */
interface WallSearch extends ForwardSearch {
  readonly oracle: TypeOracle
}

/** An obstacle in the function's own kind, name or signature. */
export function ownWall(fn: FunctionNode, source: Source, search: WallSearch, modules: Modules): Obstacle | undefined {
  const { kind, name } = fn.summary
  if (kind === 'module') return topLevelObstacle(fn, source, search, modules)
  if (kind === 'constructor') return { reason: 'constructor', message: `${name} is a constructor` }
  if (kind === 'getter' || kind === 'setter') return { reason: 'accessor', message: `${name} is a ${kind}` }
  if (kind === 'field' || kind === 'static-block')
    return { reason: 'field-initialiser', message: `${name} is initialised while its class is built` }
  if (isToolFile(fn.file) && search.graph.callers(fn).length === 0)
    return { reason: 'host-sync', message: `${name} is called by the tool whose configuration it is in` }
  const last = name.slice(name.lastIndexOf('.') + 1)
  const node = source.functionNode(fn)
  const symbol = symbolKey(node, source)
  if (symbol !== undefined) return { reason: 'host-sync', message: `${symbol} is called by the language, which can't await it` }
  if (kind === 'method' ? protocolNames.has(last) || last === 'computed member' : isProtocolValue(node))
    return { reason: 'host-sync', message: `${name} is called by the language, which can't await it` }
  const type = returnType(node)
  if (type?.type === 'TSTypePredicate') return { reason: 'type-guard', message: `${name} is a type guard` }
  const decorated = decoratorMetadata(node, fn, search.graph, modules)
  if (decorated) return decorated
  if (mentionsNewTarget(node)) return { reason: 'constructor', message: `${name} asks whether it was called with new` }
  if (returnsJsx(node)) return { reason: 'host-sync', message: `${name} renders JSX` }
  return isStreamMember(fn, search) ? undefined : externalContract(fn, search)
}

/** A script may get a function for what it starts with. */
function topLevelObstacle(fn: FunctionNode, source: Source, { graph, wrapsMain }: ForwardSearch, modules: Modules): Obstacle | undefined {
  if (!wrapsMain || modules.isEsm(fn.file)) return modules.topLevelObstacle(fn.file)
  const range = mainRange(fn, source, graph, modules)
  return 'reason' in range ? range : undefined
}

/** `emitDecoratorMetadata` tells decorators the class that a method returns: `Promise` for an async one. A framework awaits its handlers. */
function decoratorMetadata(node: Node, fn: FunctionNode, graph: Graph, modules: Modules): Obstacle | undefined {
  const method = node.parent
  if (method?.type !== 'MethodDefinition' || graph.roots.has(fn)) return undefined
  const isDecorated = method.decorators.length > 0 || ('params' in node && (node.params as Node[]).some(hasDecorator))
  return isDecorated && modules.optionsOf(fn.file)?.emitDecoratorMetadata === true
    ? { reason: 'decorator-metadata', message: `a decorator of ${fn.summary.name} can see the class that it returns` }
    : undefined
}

function hasDecorator(parameter: Node): boolean {
  return 'decorators' in parameter && Array.isArray(parameter.decorators) && parameter.decorators.length > 0
}

function mentionsNewTarget(fn: Node): boolean {
  // a callback is not called with new
  const isNamed = fn.type === 'FunctionDeclaration' || /^(VariableDeclarator|AssignmentExpression)$/.test(outer(fn).parent?.type ?? '')
  if (!isNamed || fn.type === 'ArrowFunctionExpression') return false
  let found = false
  walk(fn, (node) => {
    if (node !== fn && (node.type === 'FunctionExpression' || node.type === 'FunctionDeclaration')) return false
    if (node.type === 'MetaProperty' && node.meta.name === 'new') found = true
    return !found
  })
  return found
}

/** `{ toString: () => … }`, `order[Symbol.iterator] = function () { … }`: a function under a name that the language calls. */
function isProtocolValue(fn: Node): boolean {
  const { parent, child } = outer(fn)
  if ((parent?.type === 'Property' || parent?.type === 'PropertyDefinition') && parent.value === child)
    return isProtocolKey(parent.key, parent.computed)
  return (
    parent?.type === 'AssignmentExpression' &&
    parent.right === child &&
    parent.left.type === 'MemberExpression' &&
    isProtocolKey(parent.left.property, parent.left.computed)
  )
}

function isProtocolKey(key: Node, isComputed: boolean): boolean {
  if (isComputed && key.type === 'MemberExpression') return key.object.type === 'Identifier' && key.object.name === 'Symbol'
  const name = nameOf(key, isComputed)
  return name !== undefined && protocolNames.has(name)
}

/** A member that a base class or interface outside the project declares is called by code that expects its old type. */
function externalContract(fn: FunctionNode, { graph, oracle }: WallSearch): Obstacle | undefined {
  if (fn.summary.cls === undefined || fn.summary.isStatic) return undefined
  const name = fn.summary.name.slice(fn.summary.name.lastIndexOf('.') + 1)
  // nobody outside the class can name it
  if (name.startsWith('#')) return undefined
  const start = graph.summaries.get(fn.file)!.classes[fn.summary.cls]!
  const queue = [{ file: fn.file, cls: start }]
  const seen = new Set<unknown>()
  for (let at = queue.pop(); at; at = queue.pop()) {
    if (seen.has(at.cls)) continue
    seen.add(at.cls)
    const { file, cls } = at
    for (const [index, parent] of cls.parents.entries()) {
      const targets = graph.targets(file, parent)
      for (const each of targets) if (each.t === 'class') queue.push(each)
      const where = strangerAmong(targets, name)
      if (where === undefined || /none|awaited/.test(oracle.inherited(file, cls.start, index, name) ?? '')) continue
      const message =
        where === '' ? `a parent of ${fn.summary.name}'s class is unknown` : `${fn.summary.name} may override a member of ${where}`
      return { reason: 'external-contract', message }
    }
  }
  return undefined
}

/** The name of a parent outside the project that may have the member; empty where it is not known what the parent is. */
function strangerAmong(targets: readonly Target[], name: string): string | undefined {
  if (targets.length === 0) return ''
  for (const each of targets) {
    if (each.t === 'external' && !lacksMember(each.module, each.path, name)) return each.module
    if (each.t === 'global' && !lacksGlobalMember(each.path, name)) return each.path
  }
  return undefined
}

const knownModules: Readonly<Record<string, object>> = { 'node:events': nodeEvents, 'node:stream': nodeStream }

/** True where the parent is a class of Node that certainly has no such member. Streams call members that they don't have yet: `_read`. */
function lacksMember(module: string, path: string, name: string): boolean {
  const known = knownModules[module] as Record<string, unknown> | undefined
  const parent = path === '' || path === 'default' ? known?.['default'] : known?.[path]
  return typeof parent === 'function' && !(name in (parent.prototype as object)) && !(module === 'node:stream' && name.startsWith('_'))
}

function lacksGlobalMember(path: string, name: string): boolean {
  const parent = (globalThis as unknown as Record<string, unknown>)[path]
  return typeof parent === 'function' && !(name in (parent.prototype as object))
}

/** `Symbol.iterator`, `util.inspect.custom`: the computed key of a member that the language calls, except where it awaits it. */
function symbolKey(fn: Node, source: Source): string | undefined {
  const member = outer(fn).parent
  if ((member?.type !== 'Property' && member?.type !== 'PropertyDefinition') || !member.computed) return undefined
  const key = source.text.slice(member.key.start, member.key.end)
  return /^Symbol\.(?!async)|\.custom$/.test(key) ? key : undefined
}

function returnsJsx(fn: Node): boolean {
  let found = false
  walk(fn, (node) => {
    if (node.type === 'JSXElement' || node.type === 'JSXFragment') found = true
    return !found
  })
  return found
}
