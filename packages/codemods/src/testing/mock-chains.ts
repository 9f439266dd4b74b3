/** Follows a mock through the code of a test: what sets its result, and what reads it. */
import type { Node } from '@offloop/analysis'
import { bare, nameOf, walk } from '@offloop/analysis'
import { outer } from '../rewrite/source.ts'
import type { Source } from '../rewrite/source.ts'
import { implementationSetters, mockFunctions, passedThrough, resultReaders, resultSetters } from './mock-makers.ts'

/** What becomes of a mock when the function that it stands for is async. */
export interface MockUse {
  /** Names of setters: `mockReturnValue`, with what they are called for promises. */
  readonly renamed: Map<Node, string>
  /** Functions that stand for the mocked one. */
  readonly implementations: Set<Node>
  /** Where the test looks at what the mock gave. */
  readonly reads: Set<Node>
}

/** What is gathered about one mock of one file. */
export class MockChain implements MockUse {
  readonly renamed = new Map<Node, string>()
  readonly implementations = new Set<Node>()
  readonly reads = new Set<Node>()
  readonly #source: Source
  readonly #seen = new Set<string>()

  constructor(source: Source) {
    this.#source = source
  }

  /** `node` is the mock: what is called on it, and on the variable that holds it. */
  follow(node: Node): void {
    let at = node
    for (;;) {
      const { parent, child } = outer(at)
      if (parent?.type === 'MemberExpression' && parent.object === child) {
        const name = nameOf(parent.property, parent.computed)
        if (name === undefined) return
        const call = parent.parent
        const isCalled = call?.type === 'CallExpression' && call.callee === parent
        if (isCalled && this.#set(name, parent.property, call)) at = call
        else if (passedThrough.has(name)) at = isCalled ? call : parent
        else {
          if (resultReaders.has(name)) this.reads.add(parent)
          return
        }
        continue
      }
      if (parent?.type === 'VariableDeclarator' && parent.init === child && parent.id.type === 'Identifier') this.reference(parent.id)
      else if (parent?.type === 'AssignmentExpression' && parent.right === child) this.reference(parent.left)
      else if (parent?.type === 'CallExpression' && parent.arguments[0] === child) this.#expected(parent)
      return
    }
  }

  /** A value that stands for the function: `() => 'a'`, `vi.fn(() => 'a')`, `vi.fn().mockReturnValue('a')`, or the variable that holds one. */
  value(node: Node): void {
    const value = bare(node)
    if (value.type === 'ArrowFunctionExpression' || value.type === 'FunctionExpression') this.implementations.add(value)
    else if (value.type === 'Identifier' || value.type === 'MemberExpression') this.reference(value)
    else if (value.type === 'CallExpression') this.#inwards(value)
  }

  /** Everything in the file that reads the same as `target`, and what it was initialised with. */
  reference(target: Node): void {
    const name = this.#source.text.slice(target.start, target.end)
    const id = this.#bindingOf(target)
    if (id === undefined || this.#seen.has(`${id} ${name}`)) return
    this.#seen.add(`${id} ${name}`)
    walk(this.#source.program, (node) => {
      if (node.type !== target.type && node.type !== 'Identifier' && node.type !== 'MemberExpression') return
      if (this.#source.text.slice(node.start, node.end) !== name || this.#bindingOf(node) !== id) return
      const { parent } = node
      if (parent?.type === 'VariableDeclarator' && parent.id === node) {
        if (parent.init) this.value(parent.init)
      } else if (parent?.type === 'AssignmentExpression' && parent.left === node) this.value(parent.right)
      else this.follow(node)
    })
    if (target.type === 'MemberExpression') this.#heldMember(target, id)
  }

  /** `mocks.load`, where `const mocks = vi.hoisted(() => ({ load: vi.fn() }))`. */
  #heldMember(target: Node & { type: 'MemberExpression' }, id: number): void {
    const name = nameOf(target.property, target.computed)
    const declared = this.#source.scopes.declarations[id]!.start
    walk(this.#source.program, (node) => {
      if (node.type !== 'VariableDeclarator' || node.id.start !== declared || !node.init) return
      const init = bare(node.init)
      const maker = init.type === 'CallExpression' ? init.arguments[0] : undefined
      for (const held of init.type === 'ObjectExpression' ? [init] : maker ? returnedObjects(maker) : [])
        for (const property of held.properties)
          if (property.type === 'Property' && nameOf(property.key, property.computed) === name) this.value(property.value)
    })
  }

  /** From `vi.fn(impl).mockReturnValue(x)` in to `vi.fn(impl)`. */
  #inwards(call: Node & { type: 'CallExpression' }): void {
    const callee = bare(call.callee)
    const name =
      callee.type === 'MemberExpression' ? nameOf(callee.property, callee.computed) : callee.type === 'Identifier' ? callee.name : undefined
    if (name === undefined) return
    const isSet = callee.type === 'MemberExpression' && this.#set(name, callee.property, call)
    if (!isSet && mockFunctions.has(name) && call.arguments[0]) this.value(call.arguments[0])
    const object = callee.type === 'MemberExpression' ? bare(callee.object) : undefined
    if (object?.type === 'CallExpression') this.#inwards(object)
  }

  #set(name: string, property: Node, call: Node & { type: 'CallExpression' }): boolean {
    if (Object.hasOwn(resultSetters, name)) this.renamed.set(property, resultSetters[name]!)
    else if (!implementationSetters.has(name)) return false
    else {
      const given = call.arguments[0]
      const fn = given && bare(given)
      if (fn?.type === 'ArrowFunctionExpression' || fn?.type === 'FunctionExpression') this.implementations.add(fn)
    }
    return true
  }

  /** `expect(mock).toHaveReturnedWith(…)`. */
  #expected(call: Node): void {
    for (let at = call; at.parent?.type === 'MemberExpression' && at.parent.object === at; at = at.parent) {
      const name = nameOf(at.parent.property, at.parent.computed)
      if (name !== undefined && resultReaders.has(name)) this.reads.add(at.parent)
    }
  }

  #bindingOf(node: Node): number | undefined {
    let root = node
    while (root.type === 'MemberExpression') root = root.object
    return root.type === 'Identifier' ? this.#source.scopes.lookup(root.name, root) : undefined
  }
}

/** The object literals that a factory gives. */
export function returnedObjects(factory: Node): (Node & { type: 'ObjectExpression' })[] {
  const value = bare(factory)
  if (value.type === 'ObjectExpression') return [value]
  if (value.type !== 'ArrowFunctionExpression' && value.type !== 'FunctionExpression') return []
  if (!value.body) return []
  if (value.body.type !== 'BlockStatement') return returnedObjects(value.body)
  return value.body.body.flatMap((each) => (each.type === 'ReturnStatement' && each.argument ? returnedObjects(each.argument) : []))
}
