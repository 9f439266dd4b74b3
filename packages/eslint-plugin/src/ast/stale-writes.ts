/** In one async function: writes of state whose reason, a value or a check, is older than an await before them. */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils'
import { isWithin, ownNodes } from './functions.ts'
import type { FunctionNode } from './functions.ts'
import { bare, isGlobalCall, methodCall, variableOf } from './names.ts'
import { stateKey } from './state.ts'

type SourceCode = Readonly<TSESLint.SourceCode>

/** A write, and the read before the await that it relies on. */
export interface StaleWrite {
  readonly write: TSESTree.Node
  /** The state that is written, as text: `this.count`, `cache[…]`. */
  readonly state: string
  readonly kind: 'stale' | 'check'
  readonly read: TSESTree.Node
}

interface Write {
  readonly node: TSESTree.Node
  readonly target: TSESTree.Node
  readonly key: string
  readonly value: TSESTree.Node | undefined
}

const readers = new Set(['has', 'get', 'at', 'includes', 'find', 'indexOf'])
const writers = new Set(['set', 'add'])

/** Control flow is taken as the order of the text: a loop's second round is not looked at. */
export function staleWrites(fn: FunctionNode, sourceCode: SourceCode): StaleWrite[] {
  const nodes = [...ownNodes(fn.body, sourceCode)]
  // A module is loaded once, whoever asks for it how often: nothing is lost by asking twice.
  const awaits = nodes.filter((node) => node.type === 'AwaitExpression' && !isOfModules(node.argument, sourceCode))
  if (awaits.length === 0) return []
  const writes = nodes.flatMap((node) => writeOf(node, sourceCode) ?? [])
  if (writes.length === 0) return []
  const reads = (root: TSESTree.Node, key: string): TSESTree.Node | undefined => readIn(root, key, sourceCode)
  const found: StaleWrite[] = []

  for (const write of writes) {
    if (isInCatch(write.node, fn)) continue
    const { node, key } = write
    const state = key.replaceAll('[]', '[…]')
    const itself = ownCheck(write, sourceCode)
    if (itself) {
      found.push({ write: node, state, kind: 'check', read: itself })
      continue
    }
    const last = awaits.filter((each) => each.range[1] <= node.range[1] && !isBesides(each, node, fn)).at(-1)
    if (!last || isReadAgain(write, last)) continue
    const stale = write.value && staleValue(write.value, key, last, node)
    if (stale) {
      found.push({ write: node, state, kind: 'stale', read: stale })
      continue
    }
    const check = checkBefore(write, last)
    if (check) found.push({ write: node, state, kind: 'check', read: check })
  }
  return found

  /** The state is looked at between the await and the write: `if (this.version !== before) return`. */
  function isReadAgain({ node, key }: Write, last: TSESTree.Node): boolean {
    if (isWithin(last, node)) return false
    return nodes.some(
      (each) =>
        each.range[0] >= last.range[1] && each.range[1] <= node.range[0] && isStateRead(each, key, sourceCode) && !isTargetOfWrite(each),
    )
  }

  /** A local in the value that holds what the state was before the await. */
  function staleValue(value: TSESTree.Node, key: string, last: TSESTree.Node, write: TSESTree.Node): TSESTree.Node | undefined {
    for (const each of ownNodes(value, sourceCode)) {
      if (each.type !== 'Identifier' || (each.parent.type === 'Property' && each.parent.key === each && !each.parent.shorthand)) continue
      const init = initOf(each)
      const read = init && reads(init, key)
      if (init && read && read.range[1] <= last.range[0] && !isWithin(last, write) && isWithin(init, fn)) return read
    }
    return undefined
  }

  /** `if (state) …`, or `if (state) return` before: a check that the await has made old. */
  function checkBefore({ node, key }: Write, last: TSESTree.Node): TSESTree.Node | undefined {
    if (isLocked(last)) return undefined
    for (const each of nodes) {
      if (each.type !== 'IfStatement' || each.range[0] > last.range[0]) continue
      const guards = isWithin(node, each.consequent) || (isExit(each.consequent) && isFollowedBy(each, node))
      if (!guards || each.test.range[1] > last.range[0]) continue
      const read = reads(each.test, key) ?? localRead(each.test, key)
      if (read && !isWrittenBetween(key, each.test.range[1], last.range[0])) return read
    }
    return undefined
  }

  /** `if (busy) return; busy = true` before the await: nobody else gets as far as this. */
  function isLocked(last: TSESTree.Node): boolean {
    return nodes.some((each) => {
      if (each.type !== 'IfStatement' || each.range[1] > last.range[0] || !isExit(each.consequent)) return false
      return writes.some(
        (lock) =>
          reads(each.test, lock.key) !== undefined &&
          lock.node.range[0] >= each.range[1] &&
          lock.node.range[1] <= last.range[0] &&
          !awaits.some(({ range }) => range[0] >= each.range[1] && range[1] <= lock.node.range[0]),
      )
    })
  }

  /** `const hit = cache.get(key); if (hit) return hit`. */
  function localRead(test: TSESTree.Node, key: string): TSESTree.Node | undefined {
    for (const each of ownNodes(test, sourceCode)) {
      const init = each.type === 'Identifier' ? initOf(each) : undefined
      const read = init && isWithin(init, fn) && !hasAwait(init) ? reads(init, key) : undefined
      if (read) return read
    }
    return undefined
  }

  function hasAwait(node: TSESTree.Node): boolean {
    return awaits.some((each) => isWithin(each, node))
  }

  function isWrittenBetween(key: string, from: number, to: number): boolean {
    return writes.some((each) => each.key === key && each.node.range[0] >= from && each.node.range[1] <= to)
  }

  function isTargetOfWrite(node: TSESTree.Node): boolean {
    return writes.some((each) => each.target === node)
  }

  function initOf(name: TSESTree.Identifier): TSESTree.Node | undefined {
    const definition = variableOf(name, sourceCode)?.defs[0]?.node
    return definition?.type === 'VariableDeclarator' ? (definition.init ?? undefined) : undefined
  }
}

/** `import('a')`, `Promise.all([import('a'), import('b')])`, or a constant that holds such. */
function isOfModules(node: TSESTree.Node, sourceCode: SourceCode): boolean {
  const at = bare(node)
  if (at.type === 'ImportExpression') return true
  if (at.type === 'ArrayExpression') return at.elements.every((each) => each !== null && isOfModules(each, sourceCode))
  if (at.type === 'CallExpression' && isGlobalCall(at, 'Promise', new Set(['all']), sourceCode))
    return at.arguments[0] !== undefined && isOfModules(at.arguments[0], sourceCode)
  const definition = at.type === 'Identifier' ? variableOf(at, sourceCode)?.defs[0] : undefined
  if (definition?.type !== 'Variable' || definition.parent.kind !== 'const' || !definition.node.init) return false
  return definition.node.id.type === 'Identifier' && isOfModules(definition.node.init, sourceCode)
}

function writeOf(node: TSESTree.Node, sourceCode: SourceCode): Write | undefined {
  if (node.type === 'AssignmentExpression') {
    const key = stateKey(node.left, sourceCode)
    const isPlain = node.operator === '=' || /^(?:\?\?|\|\|)=$/u.test(node.operator)
    return key !== undefined && isPlain ? { node, target: bare(node.left), key, value: node.right } : undefined
  }
  const call = methodCall(node)
  if (node.type !== 'CallExpression' || !call || !writers.has(call.method)) return undefined
  const key = stateKey(call.receiver, sourceCode)
  return key === undefined ? undefined : { node, target: bare(call.receiver), key: `${key}[]`, value: node.arguments.at(-1) }
}

/** `state ??= await load()`, `state = state ?? (await load())`. */
function ownCheck({ node, key, value }: Write, sourceCode: SourceCode): TSESTree.Node | undefined {
  if (node.type !== 'AssignmentExpression' || !value) return undefined
  const waits = [...ownNodes(value, sourceCode)].some((each) => each.type === 'AwaitExpression' && !isOfModules(each.argument, sourceCode))
  if (!waits) return undefined
  if (node.operator !== '=') return node.left
  const inner = bare(value)
  return inner.type === 'LogicalExpression' && inner.operator !== '&&' ? readIn(inner.left, key, sourceCode) : undefined
}

/** A mention of the state, or for `cache[]` a question to it: `cache.has(key)`, `cache[key]`, `key in cache`. */
function readIn(root: TSESTree.Node, key: string, sourceCode: SourceCode): TSESTree.Node | undefined {
  for (const each of ownNodes(root, sourceCode)) if (isStateRead(each, key, sourceCode)) return each
  return undefined
}

function isStateRead(node: TSESTree.Node, key: string, sourceCode: SourceCode): boolean {
  if (node.type === 'CallExpression') {
    const call = methodCall(node)
    return call !== undefined && readers.has(call.method) && `${stateKey(call.receiver, sourceCode)}[]` === key
  }
  if (node.type === 'BinaryExpression' && node.operator === 'in') return `${stateKey(node.right, sourceCode)}[]` === key
  if (node.type !== 'Identifier' && node.type !== 'MemberExpression') return false
  if (node.parent?.type === 'CallExpression' && node.parent.callee === node) return false
  return stateKey(node, sourceCode) === key
}

function isInCatch(node: TSESTree.Node, fn: FunctionNode): boolean {
  for (let at: TSESTree.Node | undefined = node; at && at !== fn; at = at.parent) if (at.type === 'CatchClause') return true
  return false
}

/** The await is in a branch that the write is not in. */
function isBesides(wait: TSESTree.Node, write: TSESTree.Node, fn: FunctionNode): boolean {
  for (let at: TSESTree.Node | undefined = wait; at && at !== fn; at = at.parent) {
    const { parent }: { parent?: TSESTree.Node } = at
    const isBranch = parent?.type === 'IfStatement' && at !== parent.test
    if (isBranch && !isWithin(write, at) && (isWithin(write, parent) || isExit(at))) return true
  }
  return false
}

function isExit(node: TSESTree.Node): boolean {
  const last = node.type === 'BlockStatement' ? node.body.at(-1) : node
  return last !== undefined && /^(?:Return|Throw|Continue|Break)Statement$/u.test(last.type)
}

/** Stands later in the block of `first`, or deeper. */
function isFollowedBy(first: TSESTree.Node, node: TSESTree.Node): boolean {
  return first.parent !== undefined && isWithin(node, first.parent) && first.range[1] <= node.range[0]
}
