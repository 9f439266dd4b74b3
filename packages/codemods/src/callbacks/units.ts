/** Finds the functions of a file that may become async, and what says that they are done. */
import type { Mention, Node } from '@offloop/analysis'
import { isExports, nameOf } from '@offloop/analysis'
import { returnType } from '../rewrite/signature.ts'
import type { Source } from '../rewrite/source.ts'
import { hostOf } from './hosts.ts'
import { isWrite } from '../rewrite/origin.ts'
import { isFunction, isNothing, usesArguments, usesOwnThis } from './tree.ts'
import type { Call, FunctionNode, Name } from './tree.ts'
import type { OwnCallback, Unit } from './unit.ts'

/** What the person asked for. */
export interface Wishes {
  /** Functions that others may call go on taking a callback, through `util.callbackify`. */
  readonly mayWrapExports: boolean
  /** What nobody can wait for goes into functions of its own. */
  readonly mayDetach: boolean
}

/** The units of a file by function; the top level under `undefined`. */
export function unitsOf(
  source: Source,
  wishes: Wishes,
  isTarget: (call: Call) => boolean,
  tasks: ReadonlySet<FunctionNode>,
): Map<FunctionNode | undefined, Unit> {
  const units = new Map<FunctionNode | undefined, Unit>()
  units.set(undefined, { ...none, kind: 'root', fn: undefined, name: 'top level' })
  for (const node of source.nodes) if (isFunction(node)) units.set(node, unitOf(node, source, wishes, isTarget, tasks.has(node)))
  return units
}

const none = { callback: undefined, reject: undefined, obstacle: undefined, exports: [], isThrowFatal: false } satisfies Partial<Unit>

function unitOf(fn: FunctionNode, source: Source, wishes: Wishes, isTarget: (call: Call) => boolean, isTask: boolean): Unit {
  const name = titleOf(fn)
  const base = { ...none, fn, name }
  const stays = (reason: string, message: string): Unit =>
    wishes.mayDetach ? { ...base, kind: 'sync' } : { ...base, kind: 'sync', obstacle: { reason, message } }
  if (fn.generator) return stays('generator', 'it is in a generator')
  const { parent } = fn
  if (parent?.type === 'NewExpression' && isPromise(parent.callee, source))
    return executorOf(fn, base, source) ?? stays('executor', 'what `new Promise` is given has another shape')
  const callback = ownCallback(fn, source)
  if (isTask) return taskOf(fn, base, callback, source)
  const given = parent?.type === 'CallExpression' && parent.callee !== fn ? parent : undefined
  const host = given && (given.arguments.at(-1) === fn && isTarget(given) ? 'timer' : hostOf(given, fn, source))
  if (host === 'test') {
    if (callback && fn.params.length === 1) return { ...base, kind: 'test', callback }
    return stays('host', 'the test does not wait for it')
  }
  if (callback && !fn.async && isErrorFirst(callback, source)) return resultOf(fn, base, callback, source, wishes)
  if (host === 'timer' || host === 'listener')
    return fn.async ? stays('async-function', 'its function is async already') : { ...base, kind: 'root', isThrowFatal: host === 'timer' }
  if (parent?.type === 'MethodDefinition' && parent.kind === 'constructor') return stays('constructor', 'a constructor cannot wait')
  const uses = usesOf(fn, source)
  if (!uses) return stays('host', 'what calls its function may look at what it gives')
  if (uses.exports.length > 0) return stays('exported', 'others may call its function')
  const odd = uses.others.find((each) => !isStatementCall(each, isTarget))
  if (odd) return stays('host', 'what calls its function may look at what it gives, or catches what it throws')
  const type = returnType(fn)
  if (type && type.type !== 'TSVoidKeyword') return stays('return-type', 'its function declares what it gives')
  return { ...base, kind: 'root' }
}

/** A task of the library async. */
function taskOf(fn: FunctionNode, base: Omit<Unit, 'kind'>, callback: OwnCallback | undefined, source: Source): Unit {
  const isFit = callback && !fn.async && !usesOwnThis(fn) && isErrorFirst(callback, source)
  if (isFit) return { ...base, kind: 'result', fn, callback }
  return { ...base, kind: 'result', obstacle: { reason: 'callback-elsewhere', message: 'a task calls its callback in another way' } }
}

/** The unit of a function with a callback of its own. */
function resultOf(fn: FunctionNode, base: Omit<Unit, 'kind'>, callback: OwnCallback, source: Source, wishes: Wishes): Unit {
  const refused = (reason: string, message: string): Unit => ({ ...base, kind: 'result', fn, callback, obstacle: { reason, message } })
  if (usesArguments(fn)) return refused('own-this', 'its function looks at `arguments`')
  const type = returnType(fn)
  if (type && type.type !== 'TSVoidKeyword') return refused('return-type', 'its function declares what it gives')
  const isTyped = callback.parameter.typeAnnotation !== null && callback.parameter.typeAnnotation !== undefined
  const uses = usesOf(fn, source) ?? exportOf(fn, source)
  if (!uses) return refused('escapes', 'its function is used as a value: others may give it a callback')
  if (uses.exports.length > 0) {
    if (!wishes.mayWrapExports) return refused('exported', 'others may call its function with a callback')
    if (uses.isModule || isTyped) return refused('exported', 'it is exported from an ES module, or has types')
    return { ...base, kind: 'result', fn, callback, exports: uses.exports }
  }
  const odd = uses.others.find((each) => !(each.parent?.type === 'CallExpression' && each.parent.callee === each))
  if (odd) return refused('escapes', 'its function is used as a value: others may give it a callback')
  return { ...base, kind: 'result', fn, callback }
}

function executorOf(fn: FunctionNode, base: Omit<Unit, 'kind'>, source: Source): Unit | undefined {
  const [callback, reject] = [0, 1].map((index) => parameterAt(fn, index, source))
  if (!callback || fn.async || fn.type !== 'ArrowFunctionExpression' || fn.params.length > 2 || (fn.params[1] && !reject)) return undefined
  return { ...base, kind: 'executor', fn, callback, reject }
}

function isPromise(node: Node, source: Source): boolean {
  return node.type === 'Identifier' && node.name === 'Promise' && source.scopes.lookup('Promise', node) === undefined
}

function parameterAt(fn: FunctionNode, index: number, source: Source): OwnCallback | undefined {
  const parameter = fn.params[index]
  if (parameter?.type !== 'Identifier') return undefined
  const id = source.scopes.lookup(parameter.name, fn)
  return id === undefined ? undefined : { id, parameter, index }
}

/** The last parameter, where it is called. */
function ownCallback(fn: FunctionNode, source: Source): OwnCallback | undefined {
  const last = parameterAt(fn, fn.params.length - 1, source)
  if (!last) return undefined
  const mentions = source.references.of(last.id).filter((each) => each !== last.parameter)
  if (mentions.some(isWrite)) return undefined
  const isNamed = /^(?:cb|callback|done|next|fn|finished|complete)$/u.test(last.parameter.name)
  return mentions.some((each) => callOf(each) !== undefined) || (isNamed && mentions.length > 0) ? last : undefined
}

function callOf(mention: Node): Call | undefined {
  return mention.parent?.type === 'CallExpression' && mention.parent.callee === mention ? mention.parent : undefined
}

/** One of its calls gets nothing, or an error, first, and none of them a value. */
function isErrorFirst({ id, parameter }: OwnCallback, source: Source): boolean {
  const isNamed = /^(?:cb|callback|done|next)$/u.test(parameter.name)
  return source.references.of(id).some((each) => {
    const call = callOf(each)
    if (!call) return isNamed && isHandedOn(each)
    const [first] = call.arguments
    return isNothing(first)
      ? isNamed || first !== undefined
      : first?.type === 'NewExpression' || (first?.type === 'Identifier' && /^e(?:rr(?:or)?)?$/iu.test(first.name))
  })
}

/** The last argument of a call that is a statement, or that is given back. */
function isHandedOn(mention: Node): boolean {
  const call = mention.parent
  if (call?.type !== 'CallExpression' || call.arguments.at(-1) !== mention) return false
  return call.parent?.type === 'ExpressionStatement' || call.parent?.type === 'ReturnStatement' || isFunction(call.parent)
}

interface Uses {
  /** Expressions from which others take the function. */
  readonly exports: readonly Node[]
  readonly isModule: boolean
  readonly others: readonly Mention[]
}

/** Where a function is mentioned, if it has one name that nothing else has. */
function usesOf(fn: FunctionNode, source: Source): Uses | undefined {
  const name = nameOfFunction(fn)
  if (!name) return undefined
  const id = source.scopes.lookup(name.name, fn.type === 'FunctionDeclaration' ? (fn.parent ?? fn) : name)
  if (id === undefined) return undefined
  const mentions = source.references.of(id).filter((each) => each !== name)
  if (mentions.some(isWrite)) return undefined
  const isModule =
    isDeclaredExport(fn) ||
    mentions.some((each) => each.parent?.type === 'ExportSpecifier' || each.parent?.type === 'ExportDefaultDeclaration')
  const exports = mentions.filter((each) => isExported(each, source))
  return { exports: isModule ? [name] : exports, isModule, others: mentions.filter((each) => !exports.includes(each)) }
}

/** A function that is exported where it is written: `exports.load = function …`. */
function exportOf(fn: FunctionNode, source: Source): Uses | undefined {
  return isExported(fn, source) &&
    (fn.type !== 'FunctionExpression' || !fn.id || source.references.of(source.scopes.lookup(fn.id.name, fn.body as Node)!).length === 1)
    ? { exports: [fn], isModule: false, others: [] }
    : undefined
}

function nameOfFunction(fn: FunctionNode): Name | undefined {
  if (fn.type === 'FunctionDeclaration') return fn.id ?? undefined
  const { parent } = fn
  return parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier' ? parent.id : undefined
}

function isDeclaredExport(fn: FunctionNode): boolean {
  for (let at: Node | null | undefined = fn.parent, depth = 0; at && depth < 3; at = at.parent, depth++)
    if (at.type === 'ExportNamedDeclaration' || at.type === 'ExportDefaultDeclaration') return true
  return false
}

/** `exports.a = f`, `module.exports = f`, `module.exports = { f }`, `Store.prototype.load = f`. */
function isExported(value: Node, source: Source): boolean {
  let at: Node = value
  let parent = value.parent ?? undefined
  if (
    parent?.type === 'Property' &&
    parent.value === at &&
    parent.kind === 'init' &&
    !parent.method &&
    parent.parent?.type === 'ObjectExpression'
  ) {
    at = parent.parent
    parent = at.parent ?? undefined
    return parent?.type === 'AssignmentExpression' && parent.right === at && isExports(parent.left as Node, source.scopes)
  }
  if (parent?.type !== 'AssignmentExpression' || parent.right !== at || parent.operator !== '=') return false
  const left = parent.left as Node
  if (isExports(left, source.scopes)) return true
  if (left.type !== 'MemberExpression') return false
  const { object } = left
  return (
    isExports(object, source.scopes) || (object.type === 'MemberExpression' && nameOf(object.property, object.computed) === 'prototype')
  )
}

/** `main()` as a statement, or as all that a callback does, where nothing catches what it throws. */
function isStatementCall(mention: Node, isTarget: (call: Call) => boolean): boolean {
  const call = callOf(mention)
  const holder = call?.parent
  if (holder?.type === 'ArrowFunctionExpression' && holder.body === call)
    return holder.parent?.type === 'CallExpression' && holder.parent.arguments.at(-1) === holder && isTarget(holder.parent)
  if (holder?.type !== 'ExpressionStatement') return false
  for (let at: Node | null | undefined = holder; at && !isFunction(at); at = at.parent) if (at.type === 'TryStatement') return false
  return true
}

/** A function's name in plans. */
export function titleOf(fn: FunctionNode): string {
  const name = nameOfFunction(fn)?.name ?? (fn.type === 'FunctionExpression' ? fn.id?.name : undefined)
  if (name !== undefined) return name
  const { parent } = fn
  if (parent?.type === 'AssignmentExpression' && parent.left.type === 'MemberExpression')
    return nameOf(parent.left.property, parent.left.computed) ?? 'function'
  if (parent && 'key' in parent) return nameOf(parent.key as Node, false) ?? 'function'
  return 'function'
}
