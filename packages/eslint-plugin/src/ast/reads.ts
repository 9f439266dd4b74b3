/** Does a call of ESLint's tree look like a question that changes nothing? */
import { isRetried as isNodeRetried, isSameSource as isSameSourceOfNodes, looksLikeRead as nodeLooksLikeRead } from '@offloop/analysis'
import type { Node } from '@offloop/analysis'
import type { TSESLint, TSESTree } from '@typescript-eslint/utils'
import { importedName, isGlobal } from './names.ts'

type SourceCode = Readonly<TSESLint.SourceCode>
type Call = Node & { readonly type: 'CallExpression' }

export { isGuardName } from '@offloop/analysis'

/** True for `getUser(id)`, `pool.query('SELECT …')`, `fetch(url)`. */
export function looksLikeRead(call: TSESTree.CallExpression, sourceCode: SourceCode): boolean {
  return nodeLooksLikeRead(call as unknown as Call, {
    moduleOf: (node) => importedName(node as unknown as TSESTree.Node, sourceCode)?.module,
    isGlobal: (node) => isGlobal(node as unknown as TSESTree.Identifier, sourceCode),
  })
}

/** What two calls share that gives its answers in turn: all of their text, or the same receiver of a method that takes no arguments. */
export function isSameSource(a: TSESTree.CallExpression, b: TSESTree.CallExpression, sourceCode: SourceCode): boolean {
  return isSameSourceOfNodes(a as unknown as Call, b as unknown as Call, (node) => sourceCode.getText(node as unknown as TSESTree.Node))
}

/** In a `try` that a loop runs again. */
export function isRetried(node: TSESTree.Node): boolean {
  return isNodeRetried(node as unknown as Node)
}
