/** Parameters without which a call is not made: `if (sync) readFileSync(path)`, `if (!isAllowed) return` before it. */
import type { Node } from '../parse/file.ts'
import { walk } from '../parse/walk.ts'
import { isFalsy } from './kept-state.ts'
import { isFunctionNode } from './scopes.ts'
import type { Scopes } from './scopes.ts'
import { bare } from './values.ts'

/** Positions of arguments that are written as nothing: `read(path, false)`. */
export function falsyArguments(args: readonly Node[]): number[] {
  return args.flatMap((each, index) => (isFalsy(each) ? [index] : []))
}

/** Positions of parameters that hold something where they are left out. */
export function defaultsOf(params: readonly Node[]): number[] {
  return params.flatMap((each, index) => (each.type === 'AssignmentPattern' && !isFalsy(each.right) ? [index] : []))
}

const none: readonly number[] = []

interface Check {
  readonly end: number
  readonly flags: readonly number[]
}

/** What the code around calls asks of the parameters of their functions. */
export class Flags {
  readonly #nodes: readonly Node[]
  readonly #scopes: Scopes
  readonly #checks = new Map<Node, readonly Check[]>()
  #assigned: ReadonlySet<number> | undefined

  constructor(nodes: readonly Node[], scopes: Scopes) {
    this.#nodes = nodes
    this.#scopes = scopes
  }

  /** The parameters without each of which the function around never makes the call. */
  of(call: Node): number[] {
    const flags = new Set<number>()
    for (let at = call, parent = call.parent; parent && !isFunctionNode(at); at = parent, parent = parent.parent)
      for (const flag of this.#wanted(parent, at)) flags.add(flag)
    return [...flags]
  }

  /** The parameters that must hold something where `parent` comes to its child `at`. */
  #wanted(parent: Node, at: Node): readonly number[] {
    switch (parent.type) {
      case 'IfStatement':
      case 'ConditionalExpression':
        if (at === parent.consequent) return this.#held(parent.test)
        return at === parent.alternate ? this.#missed(parent.test) : none
      case 'LogicalExpression':
        if (at !== parent.right) return none
        return parent.operator === '&&' ? this.#held(parent.left) : parent.operator === '||' ? this.#missed(parent.left) : none
      case 'BlockStatement':
        return this.#checksIn(parent).flatMap(({ end, flags }) => (end <= at.start ? flags : []))
      default:
        return none
    }
  }

  /** Statements of a block after which parameters hold something: `if (!sync) return`. Kept: a block may have ten thousand statements. */
  #checksIn(block: Node & { type: 'BlockStatement' }): readonly Check[] {
    let checks = this.#checks.get(block)
    if (!checks) {
      checks = (block.body as Node[]).flatMap((each) => {
        const flags = each.type === 'IfStatement' && isLeaving(each.consequent) ? this.#missed(each.test) : none
        return flags.length === 0 ? [] : [{ end: each.end, flags }]
      })
      this.#checks.set(block, checks)
    }
    return checks
  }

  /** The parameters that hold something where the test is true: `sync`, `sync && …`. */
  #held(test: Node): readonly number[] {
    const node = bare(test)
    if (node.type === 'Identifier') return this.#parameter(node)
    if (node.type === 'UnaryExpression' && node.operator === '!') return this.#missed(node.argument)
    if (node.type === 'LogicalExpression' && node.operator === '&&') return [...this.#held(node.left), ...this.#held(node.right)]
    return none
  }

  /** The parameters that hold something where the test is false: `!sync`, `!sync || …`. */
  #missed(test: Node): readonly number[] {
    const node = bare(test)
    if (node.type === 'UnaryExpression' && node.operator === '!') return this.#held(node.argument)
    if (node.type === 'LogicalExpression' && node.operator === '||') return [...this.#missed(node.left), ...this.#missed(node.right)]
    return none
  }

  /** A parameter of the function around that is missing unless it is given. */
  #parameter(test: Node & { type: 'Identifier' }): readonly number[] {
    const fn = this.#scopes.functions[this.#scopes.enclosing(test)]
    if (!fn || !('params' in fn) || !Array.isArray(fn.params)) return none
    const params = fn.params as Node[]
    const index = params.findIndex((each) => nameOfFlag(each) === test.name)
    if (index < 0 || defaultsOf(params).includes(index)) return none
    const id = this.#scopes.lookup(test.name, test)
    return id !== undefined && id === this.#scopes.lookup(test.name, params[index]!) && !this.#reassigned().has(id) ? [index] : none
  }

  /** Names that get another value anywhere, by binding. */
  #reassigned(): ReadonlySet<number> {
    if (this.#assigned) return this.#assigned
    const assigned = new Set<number>()
    for (const node of this.#nodes) {
      const left = node.type === 'AssignmentExpression' ? node.left : node.type === 'UpdateExpression' ? node.argument : undefined
      if (!left) continue
      walk(left, (each) => {
        const id = each.type === 'Identifier' ? this.#scopes.lookup(each.name, each) : undefined
        if (id !== undefined) assigned.add(id)
        return each.type === 'MemberExpression' ? false : undefined
      })
    }
    return (this.#assigned = assigned)
  }
}

function nameOfFlag(param: Node): string | undefined {
  const at = param.type === 'AssignmentPattern' ? param.left : param
  return at.type === 'Identifier' ? at.name : undefined
}

function isLeaving(node: Node): boolean {
  const last = node.type === 'BlockStatement' ? (node.body as Node[]).at(-1) : node
  return last?.type === 'ReturnStatement' || last?.type === 'ThrowStatement'
}
