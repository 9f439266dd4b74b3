/** The constants that names are declared by. */
import type { Node } from '@offloop/analysis'

/** The declarator of a `const`, for the name itself or one in its pattern. */
export function constantOf(declared: Node): (Node & { readonly type: 'VariableDeclarator' }) | undefined {
  let at = declared.parent
  while (at && /^(?:Property|ObjectPattern|ArrayPattern|AssignmentPattern|RestElement)$/u.test(at.type)) at = at.parent
  if (at?.type !== 'VariableDeclarator' || at.parent?.type !== 'VariableDeclaration') return undefined
  return at.parent.kind === 'const' ? at : undefined
}
