/** A promise chain as data: what it starts from, its steps, and their callbacks. */
import type { Node } from '@offloop/analysis'
import { bare, nameOf, walk } from '@offloop/analysis'
import type { Source } from '../rewrite/source.ts'
import { isFunction } from './completion.ts'
import type { FunctionNode } from './completion.ts'
import { originOf } from '../rewrite/origin.ts'
import { functionNamed } from './provenance.ts'
import type { Provenance } from './provenance.ts'

/** A call expression. */
export type Call = Node & { readonly type: 'CallExpression' }

/** A callback that is written in place. */
export interface Inline {
  readonly kind: 'inline'
  readonly fn: FunctionNode
  /** What it takes: a name or a pattern; the list of parameters where the value is spread over them. */
  readonly parameter: Node | undefined
  readonly spread: readonly Node[] | undefined
}

/** A callback that is given by name: it is called with the value. */
export interface Named {
  readonly kind: 'named'
  /** The text before the parentheses of the call: `render`, `this.render`. */
  readonly node: Node
}

/** What a step calls. */
export type Callback = Inline | Named

/** One `.then(…)`, `.catch(…)` or `.finally(…)`. */
export interface Step {
  readonly kind: 'then' | 'catch' | 'finally'
  readonly call: Call
  /** Of `then`. */
  readonly done: Callback | undefined
  /** Of `catch` and of `then` with two callbacks. */
  readonly failed: Callback | undefined
  /** Of `finally`. */
  readonly settled: Callback | undefined
}

/** A chain, from its last call. */
export interface Chain {
  readonly node: Call
  readonly base: Node
  readonly steps: readonly Step[]
}

/** Why something is left as it is. */
export interface Obstacle {
  readonly reason: string
  readonly message: string
}

const methods = new Set(['then', 'catch', 'finally'])

/** The method of a chain that a call is, whatever its receiver. */
export function chainMethod(node: Node): 'then' | 'catch' | 'finally' | undefined {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || node.callee.computed) return undefined
  const name = nameOf(node.callee.property, false)
  return name !== undefined && methods.has(name) ? (name as 'then') : undefined
}

/** True for the last call of a chain: no further method of it follows. */
export function isWhole(call: Node): boolean {
  let at = call
  while (at.parent?.type === 'ParenthesizedExpression') at = at.parent
  const member = at.parent
  return !(member?.type === 'MemberExpression' && member.object === at && member.parent && chainMethod(member.parent) !== undefined)
}

/** `fetch(…).then` */
export function labelOf(call: Call): string {
  let base: Node = call
  const names: string[] = []
  for (let name = chainMethod(base); name !== undefined; name = chainMethod(base)) {
    names.unshift(name)
    base = inner(((base as Call).callee as Node & { readonly object: Node }).object)
  }
  const callee = base.type === 'CallExpression' || base.type === 'NewExpression' ? base.callee : base
  return `${shortText(callee)}${callee === base ? '' : '(…)'}.${names.join('.')}`
}

function shortText(node: Node): string {
  const at = bare(node)
  if (at.type === 'Identifier') return at.name
  if (at.type === 'ThisExpression') return 'this'
  if (at.type === 'MemberExpression') return `${shortText(at.object)}.${nameOf(at.property, at.computed) ?? '[…]'}`
  return '…'
}

function inner(node: Node): Node {
  return node.type === 'ParenthesizedExpression' ? inner(node.expression) : node
}

/** Takes a chain apart. */
export function readChain(call: Call, source: Source, provenance: Provenance): Chain | Obstacle {
  const steps: Step[] = []
  let at: Node = call
  for (let kind = chainMethod(at); kind !== undefined; kind = chainMethod(at)) {
    const step = at as Call
    const callee = step.callee as Node & { readonly object: Node; readonly optional: boolean }
    if (callee.optional || step.optional) return { reason: 'optional-chain', message: 'it is part of an optional chain' }
    const read = readStep(kind, step, source, provenance)
    if ('reason' in read) return read
    steps.unshift(read)
    at = inner(callee.object)
  }
  return { node: call, base: at, steps }
}

function readStep(kind: Step['kind'], call: Call, source: Source, provenance: Provenance): Step | Obstacle {
  const given = call.arguments
  if (given.length === 0 || given.length > (kind === 'then' ? 2 : 1) || given.some((each) => each.type === 'SpreadElement'))
    return { reason: 'callback', message: `\`.${kind}\` has ${given.length} arguments` }
  const [first, second] = given.map((each) => (isNothing(each, provenance) ? undefined : readCallback(each, kind, source, provenance)))
  for (const each of [first, second]) if (each && 'reason' in each) return each
  if (!first && !second) return { reason: 'callback', message: `\`.${kind}\` has no callback` }
  const [one, two] = [first, second] as (Callback | undefined)[]
  if (kind === 'finally') return { kind, call, done: undefined, failed: undefined, settled: one }
  // `.then(null, f)` is `.catch(f)`
  if (kind === 'catch' || !one) return { kind: 'catch', call, done: undefined, failed: one ?? two, settled: undefined }
  return { kind, call, done: one, failed: two, settled: undefined }
}

function isNothing(node: Node, provenance: Provenance): boolean {
  return (node.type === 'Literal' && node.value === null) || provenance.isGlobal(node, 'undefined')
}

function readCallback(argument: Node, kind: Step['kind'], source: Source, provenance: Provenance): Callback | Obstacle {
  const node = inner(argument)
  if (isFunction(node)) return readInline(node, kind, undefined)
  const spread = node.type === 'CallExpression' ? spreadOf(node, source) : undefined
  if (spread && kind === 'then') return readInline(spread, kind, spread.params)
  if (isNamed(node, source, provenance)) return { kind: 'named', node: boundMethod(node) ?? node }
  return { reason: 'callback', message: `what \`.${kind}\` is given may not be a function, or calls one on another object` }
}

function readInline(fn: FunctionNode, kind: Step['kind'], spread: readonly Node[] | undefined): Inline | Obstacle {
  if (fn.generator) return { reason: 'callback', message: 'a callback is a generator' }
  if (fn.type !== 'ArrowFunctionExpression' && (usesOwnThis(fn) || fn.id))
    return { reason: 'own-this', message: 'a callback has a `this`, an `arguments` or a name of its own' }
  const body = fn.body as Node
  if (
    body.type === 'BlockStatement' &&
    body.body.some((each) => each.type === 'ExpressionStatement' && 'directive' in each && each.directive)
  )
    return { reason: 'callback', message: 'a callback has a directive' }
  const parameters = fn.params as Node[]
  if (!spread && parameters.length > (kind === 'finally' ? 0 : 1))
    return { reason: 'callback', message: `a callback of \`.${kind}\` takes ${parameters.length} parameters` }
  const odd = parameters.find(
    (each) =>
      ('optional' in each && each.optional === true) ||
      (each.type !== 'Identifier' && each.type !== 'ObjectPattern' && each.type !== 'ArrayPattern'),
  )
  if (odd) return { reason: 'callback', message: 'a parameter of a callback has a default, or takes the rest' }
  return { kind: 'inline', fn, parameter: spread ? undefined : parameters[0], spread }
}

/** `this`, `arguments` and `new.target` of a function itself; arrows in it share them. */
function usesOwnThis(fn: FunctionNode): boolean {
  let found = false
  walk(fn, (node) => {
    if (node !== fn && (node.type === 'FunctionExpression' || node.type === 'FunctionDeclaration' || node.type === 'ClassBody'))
      return false
    if (node.type === 'ThisExpression' || node.type === 'Super' || node.type === 'MetaProperty') found = true
    if (node.type === 'Identifier' && node.name === 'arguments') found = true
    return !found
  })
  return found
}

/** `axios.spread((a, b) => …)`, and that of lodash: the function gets the items of an array. */
function spreadOf(call: Call, source: Source): FunctionNode | undefined {
  const origin = originOf(call.callee, source)
  const fn = call.arguments[0]
  const isSpread = origin !== undefined && /^(?:axios|lodash|lodash-es|underscore|ramda)$/u.test(origin.module) && origin.path === 'spread'
  return (isSpread || (origin?.module === 'lodash/spread' && origin.path === '')) && call.arguments.length === 1 && isFunction(fn)
    ? fn
    : undefined
}

/** Functions of the language that `then` may call without an object. */
const globals = new Set(['Boolean', 'Number', 'String', 'Object', 'Array', 'parseFloat', 'BigInt', 'structuredClone', 'encodeURIComponent'])
const holders = new Set(['console', 'JSON', 'Math', 'Object', 'Number', 'String', 'Array', 'Buffer'])

/** A name that is a function for certain and the same later on. */
function isNamed(node: Node, source: Source, provenance: Provenance): boolean {
  if (boundMethod(node) || provenance.known?.isFunction(node)) return true
  if (node.type === 'MemberExpression')
    return (
      (!node.computed &&
        node.object.type === 'Identifier' &&
        holders.has(node.object.name) &&
        provenance.isGlobal(node.object, node.object.name)) ||
      isImported(node, source)
    )
  if (node.type !== 'Identifier') return false
  if (globals.has(node.name) && provenance.isGlobal(node, node.name)) return true
  return functionNamed(node, source) !== undefined || isImported(node, source)
}

/** An import, or a constant that `require` gave: `import { render } from './render.js'`. */
function isImported(node: Node, source: Source): boolean {
  const origin = originOf(node, source)
  return origin !== undefined && (node.type === 'Identifier' || origin.path !== '') && !/\./u.test(origin.path)
}

/** `this.render` of `this.render.bind(this)`. */
function boundMethod(node: Node): Node | undefined {
  if (node.type !== 'CallExpression' || node.arguments.length !== 1 || node.callee.type !== 'MemberExpression') return undefined
  const { object: method, property } = node.callee
  if (nameOf(property, node.callee.computed) !== 'bind' || method.type !== 'MemberExpression' || method.computed) return undefined
  const [self] = node.arguments
  const isSame =
    (method.object.type === 'ThisExpression' && self?.type === 'ThisExpression') ||
    (method.object.type === 'Identifier' && self?.type === 'Identifier' && self.name === method.object.name)
  return isSame ? method : undefined
}
