/** Calls that run at most once, or only while somebody develops: what an `if` around them or before them says. */
import type { Node } from '../parse/file.ts'
import { walk } from '../parse/walk.ts'
import { askedStore, isFilledIn, lackingStore } from './memo-guards.ts'
import { isFunctionNode } from './scopes.ts'
import type { Scopes } from './scopes.ts'
import type { CallSummary } from './summary.ts'
import { bare, nameOf } from './values.ts'

type Guard = NonNullable<CallSummary['guard']>

const development =
  /NODE_ENV['"\]]*\s*===?\s*['"](?:development|dev|test)['"]|NODE_ENV['"\]]*\s*!==?\s*['"]production['"]|(?:^|[.\s(!&])(?:is_?)?dev(?:elopment)?(?:_?mode)?$/i
const production = /NODE_ENV['"\]]*\s*===?\s*['"]production['"]|NODE_ENV['"\]]*\s*!==?\s*['"](?:development|dev)['"]/i

/** What the code around a call says of how often it runs; nothing for most. */
export class Guards {
  readonly #text: string
  readonly #scopes: Scopes
  /** Functions in whose text a state is assigned, by the state. */
  #assigned: Map<string, Set<number>> | undefined
  readonly #program: Node

  constructor(program: Node, text: string, scopes: Scopes) {
    this.#program = program
    this.#text = text
    this.#scopes = scopes
  }

  /** The parameter without which the function around never makes the call: `if (sync) return readFileSync(path)`. */
  flagOf(call: Node): number | undefined {
    for (let at = call, parent = call.parent; parent && !isFunctionNode(at); at = parent, parent = parent.parent) {
      const test =
        (parent.type === 'IfStatement' || parent.type === 'ConditionalExpression') && at === parent.consequent
          ? parent.test
          : parent.type === 'LogicalExpression' && parent.operator === '&&' && at === parent.right
            ? parent.left
            : undefined
      const flag = test && this.#parameter(bare(test))
      if (flag !== undefined) return flag
    }
    return undefined
  }

  /** A parameter of the function around that is missing unless it is given. */
  #parameter(test: Node): number | undefined {
    if (test.type !== 'Identifier') return undefined
    const fn = this.#scopes.functions[this.#scopes.enclosing(test)]
    if (!fn || !('params' in fn) || !Array.isArray(fn.params)) return undefined
    const index = (fn.params as Node[]).findIndex((each) => isFlag(each, test.name))
    return index >= 0 && this.#scopes.lookup(test.name, test) === this.#scopes.lookup(test.name, fn.params[index] as Node)
      ? index
      : undefined
  }

  of(call: Node): Guard | undefined {
    let guard: Guard | undefined
    for (let at = call, parent = call.parent; parent; at = parent, parent = parent.parent) {
      guard ??= this.#at(parent, at)
      if (guard === 'development') return guard
      // Around a function, the `if` says when the function is made, not how often it runs.
      if (isFunctionNode(parent)) return guard
    }
    return guard
  }

  #at(parent: Node, at: Node): Guard | undefined {
    switch (parent.type) {
      case 'IfStatement': {
        if (at === parent.test) return undefined
        const test = this.#text.slice(parent.test.start, parent.test.end)
        if (at === parent.alternate) return production.test(test) ? 'development' : undefined
        if (development.test(test)) return 'development'
        const state = this.#absent(parent.test)
        if (state !== undefined && this.#isSetIn(state, parent.consequent)) return 'once'
        const store = lackingStore(parent.test, this.#text, this.#scopes)
        return store !== undefined && isFilledIn(store, parent.consequent, this.#text) ? 'once' : undefined
      }
      case 'AssignmentExpression':
        return this.#isDefaultOf(parent, at) ? 'once' : undefined
      case 'LogicalExpression':
        return at === parent.right && this.#isOrAssigned(parent) ? 'once' : undefined
      case 'BlockStatement':
        return this.#isAfterReturn(parent, at) ? 'once' : undefined
      default:
        return undefined
    }
  }

  /** `state ??= call()`, `state ||= call()`, `state = state || call()`. */
  #isDefaultOf(assignment: Node & { type: 'AssignmentExpression' }, at: Node): boolean {
    if (at !== assignment.right || this.#state(assignment.left) === undefined) return false
    if (assignment.operator === '??=' || assignment.operator === '||=') return true
    const right = bare(assignment.right)
    if (assignment.operator !== '=' || right.type !== 'LogicalExpression' || right.operator === '&&') return false
    return this.#state(right.left) === this.#state(assignment.left)
  }

  /** `state || (state = call())`. */
  #isOrAssigned({ left, operator, right }: Node & { type: 'LogicalExpression' }): boolean {
    const assigned = bare(right)
    if (operator === '&&' || assigned.type !== 'AssignmentExpression') return false
    const state = this.#state(left)
    return state !== undefined && state === this.#state(assigned.left)
  }

  /** `if (state) return` stands before, in the block of a function that assigns the state. */
  #isAfterReturn(block: Node & { type: 'BlockStatement' }, at: Node): boolean {
    for (const statement of block.body as Node[]) {
      if (statement === at) return false
      if (statement.type !== 'IfStatement' || !isReturn(statement.consequent)) continue
      const state = this.#present(statement.test)
      if (state !== undefined && this.#isSetIn(state, block)) return true
      const store = this.#storeBehind(statement.test)
      if (store !== undefined && isFilledIn(store, block, this.#text)) return true
    }
    return false
  }

  /** `cache.has(key)`, or a constant of this function that holds `cache.get(key)`. */
  #storeBehind(test: Node): string | undefined {
    const node = bare(test)
    const asked = node.type === 'BinaryExpression' && (node.operator === '!==' || node.operator === '!=') ? bare(node.left) : node
    if (asked.type !== 'Identifier') return askedStore(asked, this.#text, this.#scopes)
    const id = this.#scopes.lookup(asked.name, asked)
    const declared = id === undefined ? undefined : this.#initOf(asked, id)
    return declared && askedStore(declared, this.#text, this.#scopes)
  }

  /** What a constant is made of, in the blocks around its mention. */
  #initOf(name: Node & { type: 'Identifier' }, id: number): Node | undefined {
    for (let at: Node | null | undefined = name.parent; at && !isFunctionNode(at); at = at.parent) {
      if (at.type !== 'BlockStatement') continue
      for (const statement of at.body as Node[]) {
        if (statement.type !== 'VariableDeclaration') continue
        const found = statement.declarations.find(
          (each) => each.id.type === 'Identifier' && this.#scopes.lookup(each.id.name, each.id) === id,
        )
        if (found) return found.init ?? undefined
      }
    }
    return undefined
  }

  /** The state that is not there where the test holds: `!state`, `state === undefined`, `!state && …`. */
  #absent(test: Node): string | undefined {
    const node = bare(test)
    if (node.type === 'UnaryExpression' && node.operator === '!') return this.#state(node.argument)
    if (node.type === 'LogicalExpression' && node.operator === '&&') return this.#absent(node.left) ?? this.#absent(node.right)
    if (node.type !== 'BinaryExpression' || (node.operator !== '===' && node.operator !== '==')) return undefined
    return this.#compared(node)
  }

  /** The state that is there where the test holds: `state`, `state !== undefined`. */
  #present(test: Node): string | undefined {
    const node = bare(test)
    if (node.type === 'BinaryExpression') return node.operator === '!==' || node.operator === '!=' ? this.#compared(node) : undefined
    return this.#state(node)
  }

  #compared({ left, right }: Node & { type: 'BinaryExpression' }): string | undefined {
    const isNothing = (node: Node): boolean => {
      const at = bare(node)
      return (
        (at.type === 'Identifier' && at.name === 'undefined') ||
        (at.type === 'Literal' && (at.value === null || at.value === false || at.value === 'undefined'))
      )
    }
    const typed = bare(left)
    if (isNothing(right)) return this.#state(typed.type === 'UnaryExpression' && typed.operator === 'typeof' ? typed.argument : left)
    return isNothing(left) ? this.#state(right) : undefined
  }

  /** A name of state that outlives calls: a variable of the module, a property of one, a static field. */
  #state(node: Node): string | undefined {
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
    const holder = this.#state(object)
    return holder === undefined ? undefined : `${holder}.${name}`
  }

  /** The state is assigned below `root`, or in a function that is called by name there. */
  #isSetIn(state: string, root: Node): boolean {
    const functions = this.#assignedIn().get(state)
    if (!functions) return false
    let found = false
    walk(root, (node) => {
      if (found) return false
      if (node.type === 'AssignmentExpression' && this.#state(node.left) === state) found = true
      if (node.type === 'CallExpression' && node.callee.type === 'Identifier') {
        const id = this.#scopes.lookup(node.callee.name, node.callee)
        found ||= id !== undefined && [...functions].some((fn) => this.#isNamed(fn, id))
      }
      return undefined
    })
    return found
  }

  #isNamed(fn: number, id: number): boolean {
    const node = this.#scopes.functions[fn]!
    const named = node.type === 'FunctionDeclaration' ? node.id : node.parent?.type === 'VariableDeclarator' ? node.parent.id : undefined
    return named?.type === 'Identifier' && this.#scopes.lookup(named.name, named) === id
  }

  #assignedIn(): Map<string, Set<number>> {
    if (this.#assigned) return this.#assigned
    const assigned = (this.#assigned = new Map<string, Set<number>>())
    walk(this.#program, (node) => {
      const state = node.type === 'AssignmentExpression' ? this.#state(node.left) : undefined
      if (state === undefined) return
      const functions = assigned.get(state) ?? new Set()
      functions.add(this.#scopes.enclosing(node))
      assigned.set(state, functions)
    })
    return assigned
  }
}

function isFlag(param: Node, name: string): boolean {
  if (param.type === 'Identifier') return param.name === name
  if (param.type !== 'AssignmentPattern' || param.left.type !== 'Identifier' || param.left.name !== name) return false
  return param.right.type === 'Literal' && !param.right.value
}

function isReturn(node: Node): boolean {
  const last = node.type === 'BlockStatement' ? (node.body as Node[]).at(-1) : node
  return last?.type === 'ReturnStatement'
}

function isInStatic(node: Node): boolean {
  for (let at = node.parent; at; at = at.parent) {
    if (at.type === 'MethodDefinition' || at.type === 'PropertyDefinition') return at.static
    if (at.type === 'FunctionDeclaration') return false
  }
  return false
}
