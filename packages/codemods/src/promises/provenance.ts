/** Which expressions are promises of the language itself, as far as their file tells, and then what is known beyond it. */
import type { Node } from '@offloop/analysis'
import { bare, nameOf } from '@offloop/analysis'
import { defaultCatalog } from '@offloop/catalog'
import type { Facts } from '../file-codemod.ts'
import { returnType } from '../rewrite/signature.ts'
import { functionAround } from '../rewrite/source.ts'
import type { Source } from '../rewrite/source.ts'
import { completes, isFunction, returnsIn, statementsOf } from './completion.ts'
import type { FunctionNode } from './completion.ts'
import type { KnownNames } from './known-names.ts'
import { constantOf } from './constants.ts'
import { declarationOf, isFixed, originOf } from '../rewrite/origin.ts'

type Call = Node & { readonly type: 'CallExpression' }

const promiseMethods = new Set(['then', 'catch', 'finally'])
const bodyReaders = new Set(['json', 'text', 'arrayBuffer', 'blob', 'formData', 'bytes'])

/** Functions by module that give promises; the catalogue's twins are added. */
const promiseFunctions: ReadonlyMap<string, ReadonlySet<string>> = (() => {
  const found = new Map([
    ['timers/promises', new Set(['setTimeout', 'setImmediate', 'scheduler.wait', 'scheduler.yield'])],
    ['stream/promises', new Set(['pipeline', 'finished'])],
    ['events', new Set(['once'])],
  ])
  for (const { twin } of defaultCatalog.apis) {
    if (twin?.form !== 'same' || twin.name.includes('#')) continue
    const module = twin.module.replace(/^node:/u, '')
    found.set(module, (found.get(module) ?? new Set()).add(twin.name))
  }
  return found
})()

/** What of these modules gives no promise, though most does. */
const otherwise: Readonly<Record<string, RegExp>> = {
  'fs/promises': /^(?:watch|glob|constants)\b/u,
  'dns/promises': /^(?:[gs]etServers|[gs]etDefaultResultOrder|Resolver)\b/u,
}

/** Answers for one file. */
export class Provenance {
  readonly #source: Source
  readonly #facts: Facts
  readonly #assumes: boolean
  readonly #known = new Map<Node, boolean>()
  readonly known: KnownNames | undefined

  constructor(source: Source, facts: Facts, assumes = false, known?: KnownNames) {
    this.known = known
    this.#source = source
    this.#facts = facts
    this.#assumes = assumes
  }

  /** Said to be a promise, as everything with a `then`: but for those that never are. */
  isAssumed(base: Node): boolean {
    return this.#assumes && !isForeign(base)
  }

  /** A promise of the language itself, for certain. */
  isPromise(expression: Node): boolean {
    const node = expression.type === 'ParenthesizedExpression' ? expression.expression : expression
    let known = this.#known.get(node)
    if (known === undefined) {
      // a function that calls itself gives what its other returns give
      this.#known.set(node, true)
      this.#known.set(node, (known = this.#find(node)))
    }
    return known
  }

  /** A call of it always gives a promise of the language itself, and never throws before where it is async. */
  givesPromise(fn: FunctionNode): boolean {
    if (fn.generator) return false
    if (fn.async || this.#isPromiseType(returnType(fn))) return true
    const statements = statementsOf(fn)
    if (!statements) return this.isPromise(fn.body as Node)
    const returns = returnsIn(fn.body as Node)
    return returns.length > 0 && !completes(statements) && returns.every((each) => each.argument && this.isPromise(each.argument))
  }

  /** The function of this file that a call means, if it can mean no other. */
  calleeOf(call: Call): FunctionNode | undefined {
    const callee = bare(call.callee)
    if (isFunction(callee)) return callee
    if (callee.type === 'Identifier') return functionNamed(callee, this.#source)
    if (callee.type !== 'MemberExpression' || callee.object.type !== 'ThisExpression') return undefined
    return methodOf(call, nameOf(callee.property, callee.computed))
  }

  /** A name that the file does not declare. */
  isGlobal(node: Node, name: string): boolean {
    return node.type === 'Identifier' && node.name === name && this.#source.scopes.lookup(name, node) === undefined
  }

  #find(node: Node): boolean {
    switch (node.type) {
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
        return this.isPromise(node.expression)
      case 'ImportExpression':
        return true
      case 'NewExpression':
        return this.isGlobal(node.callee, 'Promise')
      case 'ConditionalExpression':
        return this.isPromise(node.consequent) && this.isPromise(node.alternate)
      case 'LogicalExpression':
        return this.isPromise(node.left) && this.isPromise(node.right)
      case 'CallExpression':
        return !node.optional && (this.#givesPromise(node) || this.#facts.isPromise(node))
      case 'Identifier':
        return this.#holdsPromise(node) || this.#facts.isPromise(node)
      case 'MemberExpression':
        return this.#facts.isPromise(node)
      default:
        return false
    }
  }

  #givesPromise(call: Call): boolean {
    const callee = bare(call.callee)
    if (this.isGlobal(callee, 'fetch')) return true
    const fn = this.calleeOf(call)
    if (fn) return this.givesPromise(fn)
    if (callee.type === 'Identifier' && this.#isDeclaredSo(callee)) return true
    if (callee.type === 'MemberExpression') {
      const name = nameOf(callee.property, callee.computed) ?? ''
      if (promiseMethods.has(name)) return this.isPromise(callee.object) || this.isAssumed(callee.object)
      if (this.isGlobal(callee.object, 'Promise')) return /^(?:resolve|reject|all|allSettled|race|any|try)$/u.test(name)
      if (bodyReaders.has(name) && this.#isResponse(callee.object)) return true
    }
    const origin = originOf(callee, this.#source)
    if (origin && isPromiseFunction(origin.module, origin.path)) return true
    return this.#isPromisified(callee) || this.#facts.givesPromise(call)
  }

  /** `declare function load(): Promise<Order>`, in all its forms. */
  #isDeclaredSo(name: Node & { readonly type: 'Identifier' }): boolean {
    const id = this.#source.scopes.lookup(name.name, name)
    const forms =
      id === undefined
        ? []
        : this.#source.references
            .of(id)
            .map((each) => each.parent)
            .filter((each) => each?.type === 'TSDeclareFunction')
    return forms.length > 0 && forms.every((each) => each && this.#isPromiseType(returnType(each)))
  }

  /** `Promise<…>` of the language, as a type. */
  #isPromiseType(type: Node | undefined): boolean {
    return type?.type === 'TSTypeReference' && this.isGlobal(type.typeName, 'Promise')
  }

  /** A call that throws nothing itself: of an async function, or of one that always gives a promise. */
  isCalm(call: Call): boolean {
    const callee = bare(call.callee)
    if (this.isGlobal(callee, 'fetch') || (callee.type === 'MemberExpression' && this.isGlobal(callee.object, 'Promise'))) return true
    const origin = originOf(callee, this.#source)
    return (
      this.calleeOf(call)?.async === true || (origin && isPromiseFunction(origin.module, origin.path)) || this.#facts.givesPromise(call)
    )
  }

  /** `promisify(exec)(…)`, and a constant that holds `promisify(exec)`. */
  #isPromisified(callee: Node): boolean {
    const at = callee.type === 'Identifier' ? this.#constant(callee) : callee
    if (at?.type !== 'CallExpression') return false
    const origin = originOf(at.callee, this.#source)
    return origin?.module === 'util' && origin.path === 'promisify'
  }

  #holdsPromise(name: Node & { readonly type: 'Identifier' }): boolean {
    const value = this.#constant(name)
    if (value) return this.isPromise(value)
    const id = this.#source.scopes.lookup(name.name, name)
    const declared = id === undefined ? undefined : declarationOf(id, this.#source)
    const annotation = declared && 'typeAnnotation' in declared ? (declared.typeAnnotation as { typeAnnotation: Node } | null) : null
    return this.#isPromiseType(annotation?.typeAnnotation)
  }

  /** What a constant was given. */
  #constant(name: Node & { readonly type: 'Identifier' }): Node | undefined {
    const id = this.#source.scopes.lookup(name.name, name)
    const declared = id === undefined ? undefined : declarationOf(id, this.#source)
    const constant = declared && constantOf(declared)
    return constant?.id === declared ? (constant?.init ?? undefined) : undefined
  }

  /** What `fetch` resolved to: a constant, or the parameter of its `then`. */
  #isResponse(node: Node): boolean {
    const at = bare(node)
    if (at.type !== 'Identifier') return false
    const isFetched = (promise: Node): boolean => promise.type === 'CallExpression' && this.isGlobal(promise.callee, 'fetch')
    const value = this.#constant(at)
    if (value?.type === 'AwaitExpression') return isFetched(value.argument)
    const id = this.#source.scopes.lookup(at.name, at)
    const declared = id === undefined ? undefined : declarationOf(id, this.#source)
    const fn = declared && functionAround(declared)
    const call = fn?.parent
    if (!isFunction(fn) || fn.params[0] !== declared || call?.type !== 'CallExpression' || call.arguments[0] !== fn) return false
    const { callee } = call
    return callee.type === 'MemberExpression' && nameOf(callee.property, callee.computed) === 'then' && isFetched(callee.object)
  }
}

/** The function that a name stands for, where it is given its value once. */
export function functionNamed(name: Node & { readonly type: 'Identifier' }, source: Source): FunctionNode | undefined {
  const id = source.scopes.lookup(name.name, name)
  const declared = id !== undefined && isFixed(id, source) ? declarationOf(id, source) : undefined
  if (!declared) return undefined
  if (declared.parent?.type === 'FunctionDeclaration' && declared.parent.id === declared) return declared.parent as FunctionNode
  const constant = constantOf(declared)
  const value = constant?.id === declared && constant.init ? bare(constant.init) : undefined
  return isFunction(value) ? value : undefined
}

function isPromiseFunction(module: string, path: string): boolean {
  if (otherwise[module]) return path !== '' && !path.includes('.') && !otherwise[module].test(path)
  return promiseFunctions.get(module)?.has(path) === true
}

/** The method of that name in the class around a node, where `this` is an instance of it. */
function methodOf(node: Node, name: string | undefined): FunctionNode | undefined {
  let fn = functionAround(node)
  while (fn?.type === 'ArrowFunctionExpression') fn = functionAround(fn)
  const own = fn?.parent
  if (own?.type !== 'MethodDefinition' || own.parent?.type !== 'ClassBody') return undefined
  const found = own.parent.body.filter(
    (each) => each.type === 'MethodDefinition' && each.static === own.static && nameOf(each.key, each.computed) === name,
  )
  const [method] = found
  return found.length === 1 && method?.type === 'MethodDefinition' && method.kind === 'method' && isFunction(method.value as Node)
    ? (method.value as FunctionNode)
    : undefined
}

/** Things with a `then` of their own: jQuery's deferreds, commands of Cypress, queries of builders. */
function isForeign(base: Node): boolean {
  let at = base
  while (at.type === 'CallExpression' || at.type === 'MemberExpression') at = at.type === 'CallExpression' ? at.callee : at.object
  return at.type === 'Identifier' && /^(?:cy|\$|jQuery|knex|browser)$/u.test(at.name)
}
