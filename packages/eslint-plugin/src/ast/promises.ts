/** Does a call give a promise? Known from the project, from globals, and from types where a parser has them. */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils'
import type { OpenFile } from '../project.ts'
import { bare, isGlobal } from './names.ts'
import { beforeSteps } from './words.ts'

type SourceCode = Readonly<TSESLint.SourceCode>

/** True for calls of async functions of the project, of `fetch`, and `new Promise`. */
export function givesPromise(node: TSESTree.Node, sourceCode: SourceCode, openFile: () => OpenFile | undefined): boolean {
  const at = beforeSteps(node)
  if (at.type === 'NewExpression') return at.callee.type === 'Identifier' && at.callee.name === 'Promise' && isGlobal(at.callee, sourceCode)
  if (at.type !== 'CallExpression') return false
  const callee = bare(at.callee)
  if (callee.type === 'Identifier' && callee.name === 'fetch' && isGlobal(callee, sourceCode)) return true
  return isPromiseByType(node, sourceCode) || isProjectAsync(at, openFile())
}

/** True where everything that a call may call is an async function of the project. */
export function isProjectAsync(call: TSESTree.CallExpression, open: OpenFile | undefined): boolean {
  const targets = open?.index.targets(call) ?? []
  const called = targets.filter((target) => target.t !== 'fn' || !target.node.summary.isBodiless)
  return called.length > 0 && called.every((target) => target.t === 'fn' && target.node.summary.isAsync && !target.node.summary.isGenerator)
}

/** Asks the types that typescript-eslint brings, where there are some. */
function isPromiseByType(node: TSESTree.Node, sourceCode: SourceCode): boolean {
  const services = sourceCode.parserServices
  if (!services?.program || !services.esTreeNodeToTSNodeMap) return false
  try {
    const tsNode = services.esTreeNodeToTSNodeMap.get(node)
    const checker = services.program.getTypeChecker()
    const type = checker.getTypeAtLocation(tsNode)
    const then = type.getProperty('then')
    return then !== undefined && checker.getTypeOfSymbolAtLocation(then, tsNode).getCallSignatures().length > 0
  } catch {
    // A parser that says it has types and has none for this node.
    return false
  }
}
