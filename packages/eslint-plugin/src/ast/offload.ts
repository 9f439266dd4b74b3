/** Uses of `syncToAsync`: the function that is wrapped, the options, and calls of what it gives. */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils'
import { bare, isRuntimeName, variableOf } from './names.ts'

type SourceCode = Readonly<TSESLint.SourceCode>

/** One wrapping of a function. */
export interface Offload {
  readonly fn: TSESTree.CallExpressionArgument
  readonly options: TSESTree.ObjectExpression | undefined
  /** The call of `syncToAsync` itself, which takes the options in `syncToAsync(options)(fn)`. */
  readonly wrapping: TSESTree.CallExpression
}

/** `syncToAsync(fn, options)` or `syncToAsync(options)(fn)`; undefined for other calls, and for `{ module, name }`. */
export function offloadOf(call: TSESTree.CallExpression, sourceCode: SourceCode): Offload | undefined {
  const [first, second] = call.arguments
  if (!first) return undefined
  const callee = bare(call.callee)
  if (isRuntimeName(callee, 'syncToAsync', sourceCode)) {
    if (objectOf(first, sourceCode)) return undefined
    return { fn: first, options: second && objectOf(second, sourceCode), wrapping: call }
  }
  if (callee.type !== 'CallExpression' || !isRuntimeName(callee.callee, 'syncToAsync', sourceCode)) return undefined
  const [given] = callee.arguments
  const options = given && objectOf(given, sourceCode)
  return options && { fn: first, options, wrapping: call }
}

/** An object literal, in place or in a constant. */
function objectOf(node: TSESTree.Node, sourceCode: SourceCode): TSESTree.ObjectExpression | undefined {
  const at = bare(node)
  if (at.type === 'ObjectExpression') return at
  const definition = at.type === 'Identifier' ? variableOf(at, sourceCode)?.defs[0]?.node : undefined
  return definition?.type === 'VariableDeclarator' && definition.init ? objectOf(definition.init, sourceCode) : undefined
}

/** The value of a property that is written out. */
export function propertyOf(object: TSESTree.ObjectExpression | undefined, name: string): TSESTree.Property | undefined {
  return object?.properties.find(
    (each): each is TSESTree.Property =>
      each.type === 'Property' && !each.computed && each.key.type === 'Identifier' && each.key.name === name,
  )
}
