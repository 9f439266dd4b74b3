/** State that outlives calls and is asked whether something ran already: what it is called, where it is filled, and what empties it again. */
import type { Node } from '../parse/file.ts'
import { walk } from '../parse/walk.ts'
import { storeOf } from './memo-guards.ts'
import { isFieldInitialiser, isFunctionNode } from './scopes.ts'
import type { Scopes } from './scopes.ts'
import { bare, nameOf } from './values.ts'

/** `state` is asked for itself, `store` for what it has under a key. */
export type Kept = { readonly as: 'state' | 'store'; readonly key: string }

/** Where something is taken from a state: `emptied` is the state itself, `replaced` what holds it, `written` some member of what holds it. */
interface Loss {
  readonly how: 'emptied' | 'cleared' | 'replaced' | 'written'
  readonly key: string
  readonly at: Node
}

const removers = /^(?:clear|delete|evict|flush|invalidate|purge|remove|reset)/iu

/** The states of one file. */
export class KeptStates {
  readonly #program: Node
  readonly #text: string
  readonly #scopes: Scopes
  #losses: readonly Loss[] | undefined

  constructor(program: Node, text: string, scopes: Scopes) {
    this.#program = program
    this.#text = text
    this.#scopes = scopes
  }

  /** A name of state that outlives calls: a variable of the module, a property of one, a static field. */
  stateOf(node: Node): string | undefined {
    const at = bare(node)
    if (at.type === 'Identifier') {
      const id = this.#scopes.lookup(at.name, at)
      if (id === undefined) return undefined
      return this.#scopes.isTopLevel(id) && this.#scopes.enclosing(at) !== 0 ? at.name : undefined
    }
    if (at.type !== 'MemberExpression') return undefined
    const name = nameOf(at.property, at.computed)
    if (name === undefined) return undefined
    const object = bare(at.object)
    if (object.type === 'ThisExpression') return isInStatic(at) ? `this.${name}` : undefined
    const holder = this.stateOf(object)
    return holder === undefined ? undefined : `${holder}.${name}`
  }

  /** Functions of the file, by index, that empty what a check asked for. `within`: where it is filled; what is emptied there was empty. */
  emptiedBy({ as, key }: Kept, asked: Node, within?: Node): number[] {
    this.#losses ??= this.#findLosses()
    const functions = new Set<number>()
    for (const loss of this.#losses) {
      const isLost =
        loss.key === key
          ? loss.how === 'emptied' || (as === 'store' && loss.how === 'cleared')
          : (loss.how === 'replaced' || loss.how === 'written') && key.startsWith(`${loss.key}.`)
      if (!isLost || (within && loss.at.start >= within.start && loss.at.end <= within.end)) continue
      if (this.#isRefilled(loss.at, asked)) continue
      if (key.startsWith('this.') && (bodyAround(loss.at) !== bodyAround(asked) || this.#isMaking(loss.at))) continue
      functions.add(this.#scopes.enclosing(loss.at))
    }
    return [...functions]
  }

  /** What empties it calls the function that asks, and so fills it, before it ends: nobody else finds it empty. */
  #isRefilled(at: Node, asked: Node): boolean {
    const asking = this.#scopes.functions[this.#scopes.enclosing(asked)]
    const name = asking?.type === 'FunctionDeclaration' ? asking.id?.name : undefined
    const statement = statementAround(at)
    const list = statement?.parent?.type === 'BlockStatement' ? (statement.parent.body as Node[]) : []
    const isAsk = (node: Node): boolean => node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === name
    return name !== undefined && list.slice(list.indexOf(statement!) + 1).some((each) => isSure(each, isAsk))
  }

  #findLosses(): Loss[] {
    const losses: Loss[] = []
    const lose = (how: Loss['how'], holder: Node, at: Node): void => {
      const key = this.stateOf(holder) ?? storeOf(holder, this.#text, this.#scopes)
      if (key !== undefined && this.#scopes.enclosing(at) !== 0 && !isAfterFailure(at)) losses.push({ how, key, at })
    }
    const loseMember = (member: Node, at: Node): void => {
      if (member.type === 'MemberExpression') for (const how of ['cleared', 'written'] as const) lose(how, member.object, at)
    }
    walk(this.#program, (node) => {
      if (node.type === 'AssignmentExpression' && node.operator === '=') {
        const left = bare(node.left)
        const isComputed = left.type === 'MemberExpression' && nameOf(left.property, left.computed) === undefined
        if (isComputed) isFalsy(node.right) ? loseMember(left, node) : lose('written', left.object, node)
        else {
          lose(isFalsy(node.right) ? 'emptied' : isFresh(node.right) ? 'cleared' : 'replaced', left, node)
          if (isFalsy(node.right) || isFresh(node.right)) lose('replaced', left, node)
        }
      } else if (node.type === 'UnaryExpression' && node.operator === 'delete') {
        const of = bare(node.argument)
        lose('emptied', of, node)
        loseMember(of, node)
      } else if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') {
        const name = nameOf(node.callee.property, node.callee.computed) ?? ''
        if (removers.test(name)) lose('cleared', node.callee.object, node)
        if (name === 'assign' && node.arguments[0] && isObject(node.callee.object)) lose('written', node.arguments[0], node)
      }
    })
    return losses
  }

  /** In a constructor, an initialiser or a constructor function: an instance that is made has nothing yet. */
  #isMaking(node: Node): boolean {
    const fn = this.#scopes.functions[this.#scopes.enclosing(node)]
    if (!fn) return false
    if (fn.type === 'FunctionDeclaration') return true
    return isFieldInitialiser(fn) || (fn.parent?.type === 'MethodDefinition' && fn.parent.kind === 'constructor')
  }
}

/** Once `call` has run, `sets` has happened on every way through `root`, even where the call fails and nobody hears of it. */
export function isFilledAfter(call: Node, root: Node, sets: (node: Node) => boolean): boolean {
  let [isBefore, isAfter, isInStatement] = [false, false, false]
  for (let at = call; ; at = at.parent!) {
    if (!isInStatement && /(?:Statement|Declaration)$/u.test(at.type)) {
      isInStatement = true
      isAfter = isSure(at, sets)
    }
    const parent = at.parent
    if (at === root || !parent) return isBefore || isAfter || (!isInStatement && isSure(root, sets))
    if (parent.type === 'TryStatement' && at === parent.block) {
      if (parent.handler && isSwallowed(parent.handler, sets)) isAfter = false
      isAfter ||= parent.finalizer !== null && isSure(parent.finalizer, sets)
    }
    if (parent.type !== 'BlockStatement') continue
    const list = parent.body as Node[]
    const place = list.indexOf(at)
    isBefore ||= list.some((each, index) => index < place && isSure(each, sets))
    isAfter ||= list.some((each, index) => index > place && isSure(each, sets))
  }
}

/** `sets` happens wherever `root` runs. */
function isSure(root: Node, sets: (node: Node) => boolean): boolean {
  let isFound = false
  walk(root, (node) => {
    if (isFound || (isFound = sets(node))) return false
    if (node.type === 'IfStatement' || node.type === 'ConditionalExpression') {
      const { test, consequent, alternate } = node
      isFound = isSure(test, sets) || (alternate !== null && isSure(consequent, sets) && isSure(alternate, sets))
      return false
    }
    if (node.type === 'LogicalExpression') {
      isFound = isSure(node.left, sets)
      return false
    }
    return undefined
  })
  return isFound
}

function statementAround(node: Node): Node | undefined {
  for (let at: Node | null | undefined = node; at; at = at.parent) if (at.parent?.type === 'BlockStatement') return at
  return undefined
}

function isSwallowed(handler: Node, sets: (node: Node) => boolean): boolean {
  let isHeard = false
  walk(handler, (node) => {
    isHeard ||= node.type === 'ThrowStatement' || sets(node)
    if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression')
      isHeard ||= nameOf(node.callee.property, node.callee.computed) === 'exit'
    return isHeard ? false : undefined
  })
  return !isHeard
}

/** `undefined`, `null`, `false`, `0`, `''`. */
export function isFalsy(node: Node): boolean {
  const at = bare(node)
  if (at.type === 'Identifier') return at.name === 'undefined'
  if (at.type === 'UnaryExpression') return at.operator === 'void'
  return at.type === 'Literal' && !at.value && !('regex' in at) && !('bigint' in at)
}

/** `{}`, `[]`, `new Map()`, `Object.create(null)`. */
function isFresh(node: Node): boolean {
  const at = bare(node)
  if (at.type === 'ObjectExpression') return at.properties.length === 0
  if (at.type === 'ArrayExpression') return at.elements.length === 0
  if (at.type === 'NewExpression') return true
  return at.type === 'CallExpression' && at.callee.type === 'MemberExpression' && isObject(at.callee.object)
}

function isObject(node: Node): boolean {
  return node.type === 'Identifier' && node.name === 'Object'
}

/** In a `catch`, or in what is given to one: what failed is tried again, what went well stays. */
function isAfterFailure(node: Node): boolean {
  for (let at = node.parent; at; at = at.parent) {
    if (at.type === 'CatchClause') return true
    if (!isFunctionNode(at)) continue
    const { parent } = at
    const callee = parent?.type === 'CallExpression' && parent.callee.type === 'MemberExpression' ? parent.callee : undefined
    return callee !== undefined && nameOf(callee.property, callee.computed) === 'catch'
  }
  return false
}

/** The class or object literal to whose methods `this` belongs. */
function bodyAround(node: Node): Node | undefined {
  for (let at = node.parent; at; at = at.parent) {
    if (at.type === 'ClassBody') return at
    if (at.type === 'FunctionExpression' && at.parent?.type === 'Property') return at.parent.parent ?? undefined
    if (at.type === 'FunctionDeclaration') return undefined
  }
  return undefined
}

function isInStatic(node: Node): boolean {
  for (let at = node.parent; at; at = at.parent) {
    if (at.type === 'MethodDefinition' || at.type === 'PropertyDefinition') return at.static
    if (at.type === 'FunctionDeclaration') return false
  }
  return false
}
