/** Do the rounds of a loop depend on each other? */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils'
import { isFunction, isWithin, ownNodes } from './functions.ts'
import { bare, memberName, methodCall, variableOf } from './names.ts'

type SourceCode = Readonly<TSESLint.SourceCode>

/** Loops that know what they go over. */
export type Loop = TSESTree.ForInStatement | TSESTree.ForOfStatement | TSESTree.ForStatement

const breakable = /^(?:For|ForOf|ForIn|While|DoWhile|Switch)Statement$/u
const mutating = new Set(['push', 'unshift', 'pop', 'shift', 'splice', 'add', 'set', 'delete', 'append', 'clear', 'sort', 'fill'])

/** Names of the loop's own variables. */
export function loopVariables(loop: Loop): string[] {
  const head = loop.type === 'ForStatement' ? loop.init : loop.left
  if (head?.type !== 'VariableDeclaration') return head?.type === 'Identifier' ? [head.name] : []
  return head.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []))
}

/** A round may be the last: `break`, `return`, `throw`, `yield`, `continue` of an outer loop. */
export function isLeftEarly(nodes: readonly TSESTree.Node[], loop: Loop): boolean {
  return nodes.some((node) => {
    if (/^(?:ReturnStatement|ThrowStatement|YieldExpression)$/u.test(node.type)) return true
    if (node.type === 'ContinueStatement') return node.label !== null
    return node.type === 'BreakStatement' && (node.label !== null || breaks(node) === loop)
  })
}

function breaks(node: TSESTree.Node): TSESTree.Node | undefined {
  for (let at = node.parent; at && !isFunction(at); at = at.parent) if (breakable.test(at.type)) return at
  return undefined
}

/** Tries the same again: a `catch` that waits or goes on to the next round, a variable that counts attempts. */
export function isRetryLoop(nodes: readonly TSESTree.Node[], loop: Loop): boolean {
  if (loopVariables(loop).some((name) => /attempt|retr(?:y|ies)|tries/iu.test(name))) return true
  const catches = nodes.filter((node) => node.type === 'CatchClause')
  return nodes.some(
    (node) => /^(?:Await|Continue)/u.test(node.type) && catches.some((each) => isWithin(node, each)) && node.type !== 'CatchClause',
  )
}

/** A value goes from one round to the next: assigned outside of the round, or changed in it and looked at in it. */
export function isCarried(loop: Loop, nodes: readonly TSESTree.Node[], calls: readonly TSESTree.Node[], sourceCode: SourceCode): boolean {
  if (loop.type === 'ForStatement' && !isCounting(loop)) return true
  for (const node of nodes) {
    if (node.type === 'AssignmentExpression' && isKept(node.left, node.operator)) return true
    const changed = changedBy(node)
    const root = changed && rootOf(changed)
    if (!root || !isOutside(root)) continue
    if (root.name !== 'this' && isLookedAt(root, changed)) return true
  }
  return false

  /** `last = …` of a variable outside, `this.cursor = …`; `byId[id] = …` fills a place of its own. */
  function isKept(left: TSESTree.Node, operator: string): boolean {
    if (left.type === 'ObjectPattern' || left.type === 'ArrayPattern') return [...ownNodes(left, sourceCode)].some(isOutside)
    const target = bare(left)
    if (target.type === 'Identifier') return isOutside(target)
    if (target.type !== 'MemberExpression') return false
    const isPlace = target.computed && memberName(target) === undefined && operator === '='
    if (isPlace) return false
    const root = rootOf(target)
    return bareRoot(target).type === 'ThisExpression' || (root !== undefined && isOutside(root) && isMentioned(root))
  }

  function isOutside(node: TSESTree.Node): boolean {
    if (node.type !== 'Identifier') return false
    const declared = variableOf(node, sourceCode)?.defs[0]?.name
    return declared === undefined || (!isWithin(declared, loop.body) && !isHead(declared))
  }

  function isHead(declared: TSESTree.Node): boolean {
    return loop.type !== 'ForStatement' && isWithin(declared, loop.left)
  }

  function isMentioned(root: TSESTree.Identifier): boolean {
    return calls.some((call) => [...ownNodes(call, sourceCode)].some((each) => each.type === 'Identifier' && each.name === root.name))
  }

  /** Anywhere in the loop but at the places that change it. */
  function isLookedAt(root: TSESTree.Identifier, changed: TSESTree.Node): boolean {
    const variable = variableOf(root, sourceCode)
    const places = nodes
      .flatMap((node) => changedBy(node) ?? [])
      .filter((place) => sourceCode.getText(place) === sourceCode.getText(changed))
    const mentions = variable?.references.filter(({ identifier }) => isWithin(identifier, loop)) ?? []
    return mentions.some(({ identifier }) => !places.some((place) => isWithin(identifier, place)))
  }
}

/** What a node changes: the receiver of `push`, the target of an assignment, what `++` counts. */
function changedBy(node: TSESTree.Node): TSESTree.Node | undefined {
  if (node.type === 'UpdateExpression') return bare(node.argument)
  if (node.type === 'AssignmentExpression') {
    const target = bare(node.left)
    return target.type === 'MemberExpression' ? bare(target.object) : undefined
  }
  const call = methodCall(node)
  return call && mutating.has(call.method) ? bare(call.receiver) : undefined
}

function bareRoot(node: TSESTree.Node): TSESTree.Node {
  const at = bare(node)
  return at.type === 'MemberExpression' ? bareRoot(at.object) : at
}

function rootOf(node: TSESTree.Node): TSESTree.Identifier | undefined {
  const root = bareRoot(node)
  return root.type === 'Identifier' ? root : undefined
}

/** `for (let i = 0; i < n; i++)`: one round for each, and no other step. */
function isCounting({ test, update }: TSESTree.ForStatement): boolean {
  if (test?.type !== 'BinaryExpression' || !update) return false
  if (update.type === 'UpdateExpression') return update.argument.type === 'Identifier'
  return update.type === 'AssignmentExpression' && update.operator === '+=' && update.right.type === 'Literal' && update.right.value === 1
}
