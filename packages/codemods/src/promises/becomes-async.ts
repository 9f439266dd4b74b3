/** Can a function become async without its callers seeing more than that some promise settles? */
import type { Node } from '@offloop/analysis'
import { nameOf } from '@offloop/analysis'
import { returnType } from '../rewrite/signature.ts'
import type { Source } from '../rewrite/source.ts'
import type { Obstacle } from './chain.ts'
import { completes, isFunction, returnsIn, statementsOf, walkOwn } from './completion.ts'
import type { FunctionNode } from './completion.ts'
import { tryAround } from './place.ts'
import type { Provenance } from './provenance.ts'

/** What stands against it. `mayReject`: what it throws at once may become a rejection. */
export function obstacleToAsync(fn: FunctionNode, source: Source, provenance: Provenance, mayReject: boolean): Obstacle | undefined {
  if (fn.async) return fn.generator ? { reason: 'generator', message: 'it is in a generator' } : undefined
  if (fn.generator) return { reason: 'generator', message: 'it is in a generator' }
  const method = fn.parent
  if (method?.type === 'MethodDefinition' && method.kind === 'constructor')
    return { reason: 'constructor', message: 'a constructor cannot wait' }
  if ((method?.type === 'MethodDefinition' || (method?.type === 'Property' && method.value === fn)) && /^[gs]et$/u.test(method.kind))
    return { reason: 'accessor', message: 'a getter or setter cannot be async' }
  if (method && 'key' in method && nameOf(method.key as Node, (method as { computed?: boolean }).computed === true) === 'then')
    return { reason: 'constructor', message: 'it is the `then` of an object that is a promise itself' }
  if (method?.type === 'NewExpression' && provenance.isGlobal(method.callee, 'Promise'))
    return { reason: 'place', message: 'it is what `new Promise` calls, which takes no rejection' }
  if (isConstructed(fn, source)) return { reason: 'constructor', message: 'it is called with `new`' }
  if (usesAwaitAsName(fn)) return { reason: 'place', message: 'it uses `await` as a name' }
  const type = returnType(fn)
  if (type && !(type.type === 'TSTypeReference' && type.typeName.type === 'Identifier' && type.typeName.name === 'Promise'))
    return { reason: 'return-type', message: 'its declared result is no `Promise<…>`' }
  if (!givesOnlyPromises(fn, provenance))
    return { reason: 'mixed-result', message: 'it also gives back something that is no promise, or may not be one' }
  if (!mayReject && throwsAtOnce(fn) && !areCallersWaiting(fn, source))
    return { reason: 'sync-throw', message: 'it throws before its first promise, which its callers can tell from a rejection' }
  return undefined
}

/** True where code that runs before the promise is made calls something: what that throws becomes a rejection. */
export function callsBefore(fn: FunctionNode, until: number, isQuiet: (call: Node) => boolean): boolean {
  let found = false
  walkOwn(fn.body as Node, (node) => {
    if (node.end > until) return
    if ((node.type === 'CallExpression' || node.type === 'NewExpression' || node.type === 'TaggedTemplateExpression') && !isQuiet(node))
      found = true
  })
  return found
}

/** True where every mention of a function is a call that async code awaits or gives back: it sees no difference. */
export function areCallersWaiting(fn: FunctionNode, source: Source): boolean {
  const name = fn.type === 'FunctionDeclaration' ? fn.id : fn.parent?.type === 'VariableDeclarator' ? fn.parent.id : undefined
  if (name?.type !== 'Identifier') return false
  if (
    source.nodes.some((each) => each.type === 'ExportNamedDeclaration' && each.start <= fn.start && fn.end <= each.end && !inFunction(fn))
  )
    return false
  const id = source.scopes.lookup(name.name, fn.parent ?? fn)
  if (id === undefined) return false
  return source.references.of(id).every((each) => {
    if (each.start === name.start) return true
    const call = each.parent
    if (call?.type !== 'CallExpression' || call.callee !== each) return false
    if (call.parent?.type === 'AwaitExpression') return true
    const around = functionAroundOf(call)
    // what is thrown at once in a `try` is caught there, and a rejection that is only given back is not
    return around?.async === true && !tryAround(call, around) && (call.parent?.type === 'ReturnStatement' || call.parent === around)
  })
}

function functionAroundOf(node: Node): FunctionNode | undefined {
  for (let at = node.parent; at; at = at.parent) if (isFunction(at)) return at
  return undefined
}

function inFunction(node: Node): boolean {
  return functionAroundOf(node) !== undefined
}

function givesOnlyPromises(fn: FunctionNode, provenance: Provenance): boolean {
  const statements = statementsOf(fn)
  if (!statements) return provenance.isPromise(fn.body as Node)
  if (completes(statements)) return false
  return returnsIn(fn.body as Node).every((each) => each.argument !== null && provenance.isPromise(each.argument))
}

/** A `throw` of its own that no `try` of its own catches. */
function throwsAtOnce(fn: FunctionNode): boolean {
  let found = false
  walkOwn(fn.body as Node, (node) => {
    if (node.type === 'ThrowStatement' && !isCaught(node, fn)) found = true
  })
  return found
}

function isCaught(node: Node, fn: Node): boolean {
  for (let at = node, parent = node.parent; parent && at !== fn; at = parent, parent = parent.parent)
    if (parent.type === 'TryStatement' && parent.handler && parent.block === at) return true
  return false
}

function isConstructed(fn: FunctionNode, source: Source): boolean {
  const name = fn.type === 'FunctionDeclaration' ? fn.id : fn.parent?.type === 'VariableDeclarator' ? fn.parent.id : undefined
  if (name?.type !== 'Identifier') return false
  const id = source.scopes.lookup(name.name, fn.parent ?? fn)
  return id !== undefined && source.references.of(id).some((each) => each.parent?.type === 'NewExpression' && each.parent.callee === each)
}

function usesAwaitAsName(fn: FunctionNode): boolean {
  let found = false
  for (const part of [...(fn.params as Node[]), fn.body as Node])
    walkOwn(part, (node) => (found ||= node.type === 'Identifier' && node.name === 'await'))
  return found
}
