/** Walks an ESTree in source order. */
import { visitorKeys } from 'oxc-parser'
import type { Node, Program } from 'oxc-parser'

type Children = Record<string, Node | (Node | null)[] | null | undefined>

/** What a type's nodes have below them, from the last key to the first: that is the order in which a stack takes them. */
interface Shape {
  readonly type: Node['type']
  readonly keys: readonly string[]
}

const shapes = new Map<string, Shape>()

function shapeOf(type: Node['type']): Shape {
  let shape = shapes.get(type)
  if (!shape) shapes.set(type, (shape = { type, keys: [...(visitorKeys[type] ?? [])].reverse() }))
  return shape
}

/** Children of a node in source order. */
export function childrenOf(node: Node): Node[] {
  const children: Node[] = []
  pushChildren(node, children)
  return children.reverse()
}

/** Puts the children of a node on a stack: the first of them on top. */
export function pushChildren(node: Node, stack: Node[] | (Node | undefined)[]): void {
  const { keys } = shapeOf(node.type)
  for (let i = 0; i < keys.length; i++) {
    const value = (node as unknown as Children)[keys[i]!]
    if (!value) continue
    if (Array.isArray(value)) {
      for (let at = value.length - 1; at >= 0; at--) if (value[at]) stack.push(value[at]!)
    } else stack.push(value)
  }
}

/** Calls `enter` before and `leave` after a node's children. `enter` returning `false` skips the children. Iterative: depth of nesting is no limit. */
export function walk(root: Node, enter: (node: Node) => boolean | void, leave?: (node: Node) => void): void {
  // Below each `undefined` lies a node whose children are done.
  const stack: (Node | undefined)[] = [root]
  while (stack.length > 0) {
    const node = stack.pop()
    if (!node) {
      leave!(stack.pop()!)
      continue
    }
    if (enter(node) === false) continue
    if (leave) stack.push(node, undefined)
    pushChildren(node, stack)
  }
}

/**
 * Sets `parent` on every node below `program`, and gives all nodes in source order: whoever wants some of them looks through the list.
 * JSON.parse makes a string of its own for each long `type`; one string for all makes every later comparison one of pointers.
 */
export function linkParents(program: Program): Node[] {
  const nodes: Node[] = []
  const stack: Node[] = [program]
  for (let node = stack.pop(); node; node = stack.pop()) {
    nodes.push(node)
    const { type, keys } = shapeOf(node.type)
    node.type = type
    for (let i = 0; i < keys.length; i++) {
      const value = (node as unknown as Children)[keys[i]!]
      if (!value) continue
      if (Array.isArray(value)) {
        for (let at = value.length - 1; at >= 0; at--) {
          const child = value[at]
          if (!child) continue
          child.parent = node
          stack.push(child)
        }
      } else {
        value.parent = node
        stack.push(value)
      }
    }
  }
  return nodes
}
