/** Walks an ESTree in source order. */
import { visitorKeys } from 'oxc-parser'
import type { Node, Program } from 'oxc-parser'

/** Children of a node in source order. */
export function childrenOf(node: Node): Node[] {
  const children: Node[] = []
  for (const key of visitorKeys[node.type] ?? []) {
    const value = (node as unknown as Record<string, Node | (Node | null)[] | null | undefined>)[key]
    if (Array.isArray(value)) {
      for (const child of value) if (child) children.push(child)
    } else if (value) children.push(value)
  }
  return children
}

/** Calls `enter` before and `leave` after a node's children. `enter` returning `false` skips the children. Iterative: depth of nesting is no limit. */
export function walk(root: Node, enter: (node: Node) => boolean | void, leave?: (node: Node) => void): void {
  const stack: { readonly node: Node; readonly done: boolean }[] = [{ node: root, done: false }]
  for (let top = stack.pop(); top; top = stack.pop()) {
    if (top.done) {
      leave?.(top.node)
      continue
    }
    if (enter(top.node) === false) continue
    if (leave) stack.push({ node: top.node, done: true })
    const children = childrenOf(top.node)
    for (let i = children.length - 1; i >= 0; i--) stack.push({ node: children[i]!, done: false })
  }
}

/** Sets `parent` on every node below `program`. */
export function linkParents(program: Program): void {
  const stack: Node[] = [program]
  for (let node = stack.pop(); node; node = stack.pop()) {
    for (const child of childrenOf(node)) {
      child.parent = node
      stack.push(child)
    }
  }
}
