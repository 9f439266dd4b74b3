/** Calls that run at most once, or only while somebody develops: what an `if` around them or before them says. */
import type { Node } from '../parse/file.ts'
import { walk } from '../parse/walk.ts'
import { isFilledAfter, KeptStates } from './kept-state.ts'
import type { Kept } from './kept-state.ts'
import { askedStore, fills, lackingStore } from './memo-guards.ts'
import { isFunctionNode } from './scopes.ts'
import type { Scopes } from './scopes.ts'
import type { CallSummary } from './summary.ts'
import { bare } from './values.ts'

type Guard = Pick<CallSummary, 'guard' | 'emptiedBy'>

const whileDeveloping: Guard = { guard: 'development' }

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
  readonly #states: KeptStates

  constructor(program: Node, text: string, scopes: Scopes) {
    this.#states = new KeptStates(program, text, scopes)
    this.#program = program
    this.#text = text
    this.#scopes = scopes
  }

  of(call: Node): Guard | undefined {
    let guard: Guard | undefined
    for (let at = call, parent = call.parent; parent; at = parent, parent = parent.parent) {
      guard ??= this.#at(parent, at, call)
      if (guard?.guard === 'development') return guard
      // Around a function, the `if` says when the function is made, not how often it runs.
      if (isFunctionNode(parent)) return guard
    }
    return guard
  }

  #at(parent: Node, at: Node, call: Node): Guard | undefined {
    switch (parent.type) {
      case 'IfStatement': {
        if (at === parent.test) return undefined
        const test = this.#text.slice(parent.test.start, parent.test.end)
        if (at === parent.alternate) return production.test(test) ? whileDeveloping : undefined
        if (development.test(test)) return whileDeveloping
        return this.#once(call, parent.consequent, this.#absent(parent.test), lackingStore(parent.test, this.#text, this.#scopes))
      }
      case 'AssignmentExpression':
        return this.#isDefaultOf(parent, at) ? this.#kept({ as: 'state', key: this.#state(parent.left)! }, parent, parent) : undefined
      case 'LogicalExpression':
        return at === parent.right && this.#isOrAssigned(parent)
          ? this.#kept({ as: 'state', key: this.#state(parent.left)! }, parent, parent)
          : undefined
      case 'BlockStatement':
        return this.#afterReturn(parent, at, call)
      default:
        return undefined
    }
  }

  /** The call runs once where it leaves what was asked for filled. `root`: the code that runs where it was empty. */
  #once(call: Node, root: Node, state: string | undefined, store: string | undefined, isBranch = true): Guard | undefined {
    const within = isBranch ? root : undefined
    const functions = state === undefined ? undefined : this.#assignedIn().get(state)
    if (state !== undefined && functions && isFilledAfter(call, root, (node) => this.#sets(node, state, functions)))
      return this.#kept({ as: 'state', key: state }, call, within)
    if (store !== undefined && isFilledAfter(call, root, (node) => fills(node, store, this.#text)))
      return this.#kept({ as: 'store', key: store }, call, within)
    return undefined
  }

  #kept(kept: Kept, call: Node, within?: Node): Guard {
    const emptiedBy = this.#states.emptiedBy(kept, call, within)
    return { guard: 'once', ...(emptiedBy.length > 0 && { emptiedBy }) }
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
  #afterReturn(block: Node & { type: 'BlockStatement' }, at: Node, call: Node): Guard | undefined {
    for (const statement of block.body as Node[]) {
      if (statement === at) return undefined
      if (statement.type !== 'IfStatement' || !isReturn(statement.consequent)) continue
      const guard = this.#once(call, block, this.#present(statement.test), this.#storeBehind(statement.test), false)
      if (guard) return guard
    }
    return undefined
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

  #state(node: Node): string | undefined {
    return this.#states.stateOf(node)
  }

  /** The state is assigned here, or in a function that is called by name. */
  #sets(node: Node, state: string, functions: ReadonlySet<number>): boolean {
    if (node.type === 'AssignmentExpression') return this.#state(node.left) === state
    if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') return false
    const id = this.#scopes.lookup(node.callee.name, node.callee)
    return id !== undefined && [...functions].some((fn) => this.#isNamed(fn, id))
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

function isReturn(node: Node): boolean {
  const last = node.type === 'BlockStatement' ? (node.body as Node[]).at(-1) : node
  return last?.type === 'ReturnStatement'
}
