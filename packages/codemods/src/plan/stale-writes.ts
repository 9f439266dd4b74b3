/** State that a function reads before a new await and writes after it. */
import type { Node } from '@offloop/analysis'
import { walk } from '@offloop/analysis'
import type { Source } from '../rewrite/source.ts'

/** One piece of state, where it is written, and what its use looks like. */
export interface StaleWrite {
  readonly name: string
  readonly write: number
  /** `cache`: written where it was found empty. `flag`: set to a constant before the await where it was found unset. */
  readonly what: 'state' | 'cache' | 'flag'
}

type Place = Pick<Node, 'start' | 'end'>

/** The first stale write of each variable, field, or entry of a Map that outlives the function. */
export function staleWrites(fn: Node, awaits: readonly Place[], source: Source): StaleWrite[] {
  const first = Math.min(...awaits.map((each) => each.start))
  const last = Math.max(...awaits.map((each) => each.start))
  const reads = new Map<string, Node>()
  const found = new Map<string, StaleWrite>()
  const add = (name: string, write: number, what: StaleWrite['what']): void => {
    if (!found.has(name)) found.set(name, { name, write, what })
  }
  walk(fn, (node) => {
    if (node !== fn && /Function/.test(node.type) && node.type !== 'ArrowFunctionExpression') return false
    const name = stateName(node, fn, source)
    if (name === undefined) return undefined
    const write = writeOf(node)
    if (!write) {
      const known = reads.get(name)
      // the read that decides says more than the one that gives it another name
      if (node.start < first && (!known || (!isTested(known) && isTested(node)))) reads.set(name, node)
      return undefined
    }
    const { reach, reads: isRead, constant } = write
    const after = awaits.some((each) => each.start < reach.end)
    const spans = awaits.filter((each) => reach.start <= each.start && each.end <= reach.end)
    if (isRead && spans.length > 0) add(name, node.start, 'cache')
    else if (spans.some((each) => readsWithin(reach, name, each.start, fn, source))) add(name, node.start, 'state')
    else if (after && reads.has(name)) {
      if (node.start < last && constant && isTested(reads.get(name)!)) add(name, node.start, 'flag')
      else add(name, node.start, isFill(node, reads.get(name)!) ? 'cache' : 'state')
    } else if (!after && constant && reads.has(name) && isTested(reads.get(name)!)) add(name, node.start, 'flag')
    return undefined
  })
  return [...found.values()]
}

interface Write {
  /** What is evaluated until it is written. */
  readonly reach: Node
  /** `??=` reads it, too. */
  readonly reads: boolean
  readonly constant: boolean
}

function writeOf(node: Node): Write | undefined {
  const parent = node.parent
  if (parent?.type === 'AssignmentExpression' && parent.left === node)
    return { reach: parent, reads: parent.operator === '??=' || parent.operator === '||=', constant: isTrue(parent.right) }
  if (parent?.type === 'UpdateExpression') return { reach: parent, reads: false, constant: false }
  // `orders.set(id, await load(id))`
  const call = parent?.type === 'MemberExpression' && parent.object === node ? parent.parent : undefined
  if (call?.type !== 'CallExpression' || call.callee !== parent || parent?.type !== 'MemberExpression') return undefined
  return parent.property.type === 'Identifier' && parent.property.name === 'set' && call.arguments.length === 2
    ? { reach: call, reads: false, constant: false }
    : undefined
}

function isTrue(node: Node): boolean {
  return node.type === 'Literal' && node.value === true
}

/** `total = total + (await size())`: read on the right side before the await there. */
function readsWithin(reach: Node, name: string, until: number, fn: Node, source: Source): boolean {
  if (reach.type !== 'AssignmentExpression') return false
  let found = false
  walk(reach.right, (node) => {
    if (node.start < until && stateName(node, fn, source) === name) found = true
    return !found
  })
  return found
}

function isTested(read: Node): boolean {
  return testAround(read) !== undefined
}

function testAround(read: Node): Node | undefined {
  for (let at: Node | null | undefined = read; at && !/Function/.test(at.type); at = at.parent) {
    const parent: Node | null | undefined = at.parent
    if ((parent?.type === 'IfStatement' || parent?.type === 'ConditionalExpression') && parent.test === at) return parent
    if (parent?.type === 'BlockStatement') return undefined
  }
  return undefined
}

/** Written where a test found it empty, by a value that the await gives. */
function isFill(node: Node, read: Node): boolean {
  const test = testAround(read)
  if (test?.type !== 'IfStatement') return false
  const isInside = test.consequent.start <= node.start && node.end <= test.consequent.end
  const condition = test.test.type === 'UnaryExpression' ? test.test.operator === '!' : test.test.type === 'BinaryExpression'
  return isInside && condition
}

/** `this.x`, a variable that is declared outside the function, or an entry or field of one: `byId[id]`. */
function stateName(node: Node, fn: Node, source: Source): string | undefined {
  if (node.type === 'MemberExpression') {
    if (node.object.type === 'ThisExpression') return `this.${source.text.slice(node.property.start, node.property.end)}`
    const isWrite = node.parent?.type === 'AssignmentExpression' || node.parent?.type === 'UpdateExpression'
    const isRead = node.parent?.type === 'UnaryExpression' || node.parent?.type === 'IfStatement' || node.parent?.type === 'ReturnStatement'
    if ((!isWrite && !isRead && !isOperand(node)) || node.object.type !== 'Identifier') return undefined
    if (isOutside(node.object, fn, source)) return source.text.slice(node.start, node.end)
    const held = heldState(node.object, fn, source)
    return held && held + source.text.slice(node.object.end, node.end)
  }
  if (node.type !== 'Identifier' || (node.parent?.type === 'MemberExpression' && node.parent.property === node && !node.parent.computed))
    return undefined
  if (isOutside(node, fn, source)) return node.name
  return node.parent?.type === 'MemberExpression' && node.parent.object === node ? heldState(node, fn, source) : undefined
}

/** What a `const` of the function stands for: in `const store = this.store`, `const { store } = this` and `const entries = cache` it is no copy. */
function heldState(name: Node & { type: 'Identifier' }, fn: Node, source: Source): string | undefined {
  const declarator = source.declarator(name)
  const { id, init, parent } = declarator ?? {}
  if (!init || parent?.type !== 'VariableDeclaration' || parent.kind !== 'const') return undefined
  const from = stateChain(init, fn, source)
  if (from === undefined || id?.type === 'Identifier') return from
  const property =
    id?.type === 'ObjectPattern' ? id.properties.find((each) => each.type === 'Property' && isNamed(each.value, name)) : undefined
  return property?.type === 'Property' && !property.computed
    ? `${from}.${source.text.slice(property.key.start, property.key.end)}`
    : undefined
}

function isNamed(node: Node, { name }: { readonly name: string }): boolean {
  return node.type === 'Identifier' && node.name === name
}

/** `this`, `this.store`, a variable from outside and its members, or a name that stands for one of these. */
function stateChain(node: Node, fn: Node, source: Source): string | undefined {
  if (node.type === 'ThisExpression') return 'this'
  if (node.type === 'Identifier') return isOutside(node, fn, source) ? node.name : heldState(node, fn, source)
  if (node.type !== 'MemberExpression') return undefined
  const from = stateChain(node.object, fn, source)
  return from && from + source.text.slice(node.object.end, node.end)
}

function isOperand(node: Node): boolean {
  return /^(Binary|Logical|Conditional)Expression$|^VariableDeclarator$/.test(node.parent?.type ?? '')
}

function isOutside(node: Node & { type: 'Identifier' }, fn: Node, source: Source): boolean {
  const id = source.scopes.lookup(node.name, node)
  if (id === undefined) return false
  const { start } = source.scopes.declarations[id]!
  return start < fn.start || start > fn.end
}
