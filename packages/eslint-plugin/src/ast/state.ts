/** State that outlives a call: variables of the module, members of `this`, and what hangs on either. */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils'
import { bare, isGlobal, memberName, variableOf } from './names.ts'

type SourceCode = Readonly<TSESLint.SourceCode>

/**
 * One text for every mention of the same state: `count`, `this.count`, `state.count`; `cache[]` for an element of `cache`.
 * Undefined for what belongs to the call: locals, parameters, and everything that hangs on them.
 */
export function stateKey(node: TSESTree.Node, sourceCode: SourceCode): string | undefined {
  const at = bare(node)
  if (at.type === 'Identifier') return isOfModule(at, sourceCode) ? at.name : undefined
  if (at.type !== 'MemberExpression') return undefined
  const object = bare(at.object)
  const name = memberName(at)
  const holder = object.type === 'ThisExpression' ? 'this' : stateKey(object, sourceCode)
  if (holder === undefined) return undefined
  return name === undefined ? `${holder}[]` : `${holder}.${name}`
}

/** A variable at the module's top level that is no import, no function and no class. */
export function isOfModule(name: TSESTree.Identifier, sourceCode: SourceCode): boolean {
  const variable = variableOf(name, sourceCode)
  const [definition] = variable?.defs ?? []
  if (!variable || definition?.type !== 'Variable') return false
  return variable.scope.type === 'module' || variable.scope.type === 'global' || isTopOfScript(variable.scope)
}

/** `globalThis.x`, `global.x` and `process.env.x`: everybody's. */
export function isGlobalState(node: TSESTree.Node, sourceCode: SourceCode): boolean {
  if (node.type !== 'MemberExpression') return false
  const object = bare(node.object)
  if (object.type === 'Identifier') return /^(?:globalThis|global)$/u.test(object.name) && isGlobal(object, sourceCode)
  return sourceCode.getText(object) === 'process.env'
}

/** CommonJS: the function around a module is a scope of its own. */
function isTopOfScript(scope: TSESLint.Scope.Scope): boolean {
  return scope.type === 'function' && scope.block.type === 'Program'
}
