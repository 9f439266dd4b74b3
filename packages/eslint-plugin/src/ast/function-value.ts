/** The function that an argument is, written in place or declared in the file. */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils'
import { isFunction } from './functions.ts'
import type { FunctionNode } from './functions.ts'
import { bare, variableOf } from './names.ts'

/** The function literal, or the function that a name of the file stands for. */
export function functionValue(value: TSESTree.Node, sourceCode: Readonly<TSESLint.SourceCode>): FunctionNode | undefined {
  const at = bare(value)
  const [declared] = at.type === 'Identifier' ? (variableOf(at, sourceCode)?.defs ?? []) : []
  // What a parameter holds, its own function doesn't say.
  const definition = declared?.type === 'Parameter' ? undefined : (declared?.node ?? at)
  const fn = definition?.type === 'VariableDeclarator' ? definition.init : definition
  return isFunction(fn) ? fn : undefined
}

/** Where a callback is reported: at its head, not down to its last line. */
export function headOf(argument: TSESTree.Node): TSESTree.Node | readonly [number, number] {
  return isFunction(argument) ? [argument.range[0], argument.body.range[0]] : argument
}
