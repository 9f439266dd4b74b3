/** The names that an expression of ESLint's tree is made of. */
import { beforeSteps as beforeStepsOfNode, lastName as lastNameOfNode, namesAlong as namesAlongNode } from '@offloop/analysis'
import type { Node } from '@offloop/analysis'
import type { TSESTree } from '@typescript-eslint/utils'

export { wordsOf } from '@offloop/analysis'

/** The names along a receiver, outermost last: `page`, `locator`, `click` of `page.locator('a').click()`. */
export function namesAlong(node: TSESTree.Node): string[] {
  return namesAlongNode(node as unknown as Node)
}

/** The last name of a callee: `query` of `pool.query`. */
export function lastName(callee: TSESTree.Node): string | undefined {
  return lastNameOfNode(callee as unknown as Node)
}

/** The call that `.then(…)`, `.catch(…)` and `.finally(…)` are called on. */
export function beforeSteps(node: TSESTree.Node): TSESTree.Node {
  return beforeStepsOfNode(node as unknown as Node) as unknown as TSESTree.Node
}
