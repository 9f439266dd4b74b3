/** The parameter that a name stands for. */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils'
import { isWithin } from './functions.ts'
import type { FunctionNode } from './functions.ts'
import { bare, variableOf } from './names.ts'

/** A parameter by its place; its parts (`{ body }`) have the same place. */
export interface Parameter {
  readonly fn: FunctionNode
  readonly index: number
}

/** Undefined for names that are no parameters. */
export function parameterOf(node: TSESTree.Node, sourceCode: Readonly<TSESLint.SourceCode>): Parameter | undefined {
  const at = bare(node)
  const definition = at.type === 'Identifier' ? variableOf(at, sourceCode)?.defs[0] : undefined
  if (definition?.type !== 'Parameter') return undefined
  const fn = definition.node as FunctionNode
  return { fn, index: fn.params.findIndex((each) => isWithin(definition.name, each)) }
}
