/** Is it known from the text how many elements a list has at most? */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils'
import { functionAround, isFunction, ownNodes } from './functions.ts'
import { bare, memberName, methodCall, variableOf } from './names.ts'
import { lastName, wordsOf } from './words.ts'

type SourceCode = Readonly<TSESLint.SourceCode>

/** They give a list of no more elements than their receiver has. */
const keeping = new Set([
  'filter',
  'map',
  'sort',
  'toSorted',
  'reverse',
  'toReversed',
  'keys',
  'values',
  'entries',
  'with',
  'fill',
  'slice',
])
const portions = /^(?:chunk|batch|window|group|portion|slice)(?:e?s)?$/u
const limitInText = /\b(?:limit|take|first|top|page_?size|per_?page|max_?results|max_?keys|batch_?size|chunk_?size)\b/iu
const sizes = new Set(['length', 'size', 'byteLength'])

/** A literal, a slice, a constant of the file that is one, a fixed tuple, or a list whose length a condition before looks at. */
export function isBounded(list: TSESTree.Node, sourceCode: SourceCode, depth = 0): boolean {
  const at = bare(list)
  if (depth > 6) return false
  if (at.type === 'ArrayExpression') {
    return at.elements.every((each) => each?.type !== 'SpreadElement' || isBounded(each.argument, sourceCode, depth + 1))
  }
  if (at.type === 'ObjectExpression') return at.properties.every(({ type }) => type === 'Property')
  if (at.type === 'AwaitExpression') return limitInText.test(sourceCode.getText(at))
  if (at.type === 'Identifier') return isBoundedName(at, sourceCode, depth)
  if (at.type === 'NewExpression') return isArrayOf(at.callee, at.arguments, sourceCode)
  return at.type === 'CallExpression' && isBoundedCall(at, sourceCode, depth)
}

/** A comparison of the length of what `names` stand for, somewhere before `node` in the functions around it. */
export function isMeasured(names: ReadonlySet<string>, node: TSESTree.Node, sourceCode: SourceCode): boolean {
  for (let fn = functionAround(node); fn; fn = functionAround(fn)) {
    for (const each of ownNodes(fn, sourceCode)) {
      if (each.range[0] >= node.range[0]) break
      if (each.type !== 'MemberExpression' || !sizes.has(memberName(each) ?? '')) continue
      const isCompared =
        each.parent.type === 'BinaryExpression' || each.parent.type === 'CallExpression' || each.parent.type === 'SwitchStatement'
      if (isCompared && names.has(sourceCode.getText(bare(each.object)))) return true
      // `Buffer.byteLength(text)`
      const [first] = each.parent.type === 'CallExpression' && memberName(each) === 'byteLength' ? each.parent.arguments : []
      if (first && names.has(sourceCode.getText(bare(first)))) return true
    }
  }
  return false
}

function isBoundedName(name: TSESTree.Identifier, sourceCode: SourceCode, depth: number): boolean {
  if (portions.test(wordsOf(name.name).at(-1) ?? '') || isMeasured(new Set([name.name]), name, sourceCode)) return true
  const variable = variableOf(name, sourceCode)
  const [definition] = variable?.defs ?? []
  if (!variable || !definition) return false
  if (isTuple(definition.name)) return true
  if (definition.type !== 'Variable' || definition.node.parent.kind !== 'const') return false
  const { init, id, parent } = definition.node
  // `for (const part of chunks(list, 10))`
  if (parent.parent.type === 'ForOfStatement') return portions.test(wordsOf(lastName(calleeOf(parent.parent.right)) ?? '').at(0) ?? '')
  if (!init || !isUnchanged(variable)) return false
  return id.type === 'Identifier' ? isBounded(init, sourceCode, depth + 1) : limitInText.test(sourceCode.getText(init))
}

function calleeOf(node: TSESTree.Node): TSESTree.Node {
  const at = bare(node)
  return at.type === 'CallExpression' ? at.callee : at
}

/** Nothing is pushed to it. */
function isUnchanged({ references }: TSESLint.Scope.Variable): boolean {
  return references.every(({ identifier }) => {
    const { parent } = identifier
    return (
      parent?.type !== 'MemberExpression' ||
      !/^(?:push|unshift|splice|length)$/u.test(memberName(parent) ?? '') ||
      parent.object !== identifier ||
      isLengthRead(parent)
    )
  })
}

function isLengthRead(member: TSESTree.MemberExpression): boolean {
  return memberName(member) === 'length' && member.parent.type !== 'AssignmentExpression'
}

/** Annotated as `[A, B]`. */
function isTuple(name: TSESTree.Node): boolean {
  const annotation = name.type === 'Identifier' ? name.typeAnnotation?.typeAnnotation : undefined
  const type = annotation?.type === 'TSTypeOperator' ? annotation.typeAnnotation : annotation
  return type?.type === 'TSTupleType' && type.elementTypes.every((each) => each.type !== 'TSRestType')
}

function isBoundedCall(call: TSESTree.CallExpression, sourceCode: SourceCode, depth: number): boolean {
  if (isArrayOf(call.callee, call.arguments, sourceCode)) return true
  const method = methodCall(call)
  if (!method) return false
  const { receiver } = method
  const [first, second] = call.arguments
  const isOfObject = receiver.type === 'Identifier' && receiver.name === 'Object' && /^(?:keys|values|entries)$/u.test(method.method)
  const isFrom = receiver.type === 'Identifier' && receiver.name === 'Array' && method.method === 'from'
  if (isOfObject || (isFrom && first?.type !== 'ObjectExpression'))
    return first !== undefined && first.type !== 'SpreadElement' && isBounded(first, sourceCode, depth + 1)
  if (isFrom) return first !== undefined && !/\.(?:length|size)\b/u.test(sourceCode.getText(first))
  // `slice(0, 10)`, `slice(at, at + size)`, `slice(-10)`
  if (/^(?:slice|splice|subarray)$/u.test(method.method) && (second !== undefined || first?.type === 'UnaryExpression')) return true
  return keeping.has(method.method) && isBounded(receiver, sourceCode, depth + 1)
}

/** `Array(5)`, `new Array(5)`. */
function isArrayOf(callee: TSESTree.Node, [first]: readonly TSESTree.Node[], sourceCode: SourceCode): boolean {
  return (
    callee.type === 'Identifier' &&
    callee.name === 'Array' &&
    first !== undefined &&
    !isFunction(first) &&
    !/\.(?:length|size)\b/u.test(sourceCode.getText(first))
  )
}
