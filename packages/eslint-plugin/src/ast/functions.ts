/** Functions around and below a node. */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils'

/** A function with a body of its own. */
export type FunctionNode = TSESTree.ArrowFunctionExpression | TSESTree.FunctionDeclaration | TSESTree.FunctionExpression

type SourceCode = Readonly<TSESLint.SourceCode>

/** True for arrow functions, function expressions and declarations (methods are function expressions). */
export function isFunction(node: TSESTree.Node | null | undefined): node is FunctionNode {
  return (
    node?.type === 'ArrowFunctionExpression' || node?.type === 'FunctionExpression' || (node?.type === 'FunctionDeclaration' && !!node.body)
  )
}

/** The nearest function around a node, itself excluded. */
export function functionAround(node: TSESTree.Node): FunctionNode | undefined {
  for (let at = node.parent; at; at = at.parent) {
    if (isFunction(at)) return at
    if (at.type === 'StaticBlock' || at.type === 'PropertyDefinition') return undefined
  }
  return undefined
}

/** Every node below `root` that runs with it, in source order: the bodies of functions inside are left out. */
export function* ownNodes(root: TSESTree.Node, sourceCode: SourceCode): Generator<TSESTree.Node> {
  const stack: TSESTree.Node[] = [root]
  for (let node = stack.pop(); node; node = stack.pop()) {
    yield node
    if (node !== root && isFunction(node)) continue
    const children = childrenOf(node, sourceCode)
    for (let at = children.length - 1; at >= 0; at--) stack.push(children[at]!)
  }
}

/** Every node below `root`, in source order. */
export function* allNodes(root: TSESTree.Node, sourceCode: SourceCode): Generator<TSESTree.Node> {
  const stack: TSESTree.Node[] = [root]
  for (let node = stack.pop(); node; node = stack.pop()) {
    yield node
    const children = childrenOf(node, sourceCode)
    for (let at = children.length - 1; at >= 0; at--) stack.push(children[at]!)
  }
}

function childrenOf(node: TSESTree.Node, sourceCode: SourceCode): TSESTree.Node[] {
  const children: TSESTree.Node[] = []
  for (const key of sourceCode.visitorKeys[node.type] ?? []) {
    const value = (node as unknown as Record<string, TSESTree.Node | (TSESTree.Node | null)[] | null | undefined>)[key]
    if (Array.isArray(value)) {
      for (const child of value) if (child) children.push(child)
    } else if (value) children.push(value)
  }
  return children
}

/** True where `inner` lies in `outer`, or is it. */
export function isWithin(inner: TSESTree.Node, outer: TSESTree.Node): boolean {
  return outer.range[0] <= inner.range[0] && inner.range[1] <= outer.range[1]
}
