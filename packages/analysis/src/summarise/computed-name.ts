/** What is known of the name of a member that is computed, and of names that are data. */
import type { Node } from '../parse/file.ts'
import type { Scopes } from './scopes.ts'
import { patternOf, stringOf } from './specifiers.ts'
import type { FileSummary } from './summary.ts'

/** The name as a pattern (`on*`), or the property that it is read from (`action` in `this[task.action]`). */
export function computedName(key: Node, scopes: Scopes): { name?: string; field?: string } {
  const name = patternOf(key, scopes)
  if (/[a-z]/iu.test(name)) return { name }
  const field = fieldOf(key, scopes, 0)
  return field === undefined ? {} : { field }
}

function fieldOf(node: Node, scopes: Scopes, depth: number): string | undefined {
  if (depth > 4) return undefined
  switch (node.type) {
    case 'MemberExpression':
      return !node.computed && node.property.type === 'Identifier' ? node.property.name : undefined
    case 'LogicalExpression':
      return fieldOf(node.left, scopes, depth + 1)
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'ChainExpression':
      return fieldOf(node.expression, scopes, depth + 1)
    case 'Identifier': {
      const id = scopes.lookup(node.name, node)
      const declared = id === undefined ? undefined : scopes.declarators.get(id)
      if (declared?.id.type === 'Identifier') return fieldOf(declared.init!, scopes, depth + 1)
      return declared?.id.type === 'ObjectPattern' ? keyOf(declared.id.properties, node.name) : undefined
    }
    default:
      return undefined
  }
}

/** `action` in `const { action: name = 'none' } = task`. */
function keyOf(properties: readonly Node[], name: string): string | undefined {
  for (const each of properties) {
    if (each.type !== 'Property' || each.computed || each.key.type !== 'Identifier') continue
    const held: Node = each.value.type === 'AssignmentPattern' ? each.value.left : each.value
    if (held.type === 'Identifier' && held.name === name) return each.key.name
  }
  return undefined
}

const identifier = /^[a-z_$][\w$]*$/iu

/** Strings that could be names of methods, by the property that is given them: `{ action: 'save' }`, `task.action = 'save'`. */
export function textsOf(nodes: readonly Node[]): FileSummary['texts'] {
  const found = new Map<string, { field: string; text: string }>()
  const add = (key: Node, value: Node): void => {
    const text = stringOf(value)
    if (key.type === 'Identifier' && text !== undefined && identifier.test(text))
      found.set(`${key.name} ${text}`, { field: key.name, text })
  }
  for (const node of nodes) {
    if (node.type === 'Property' && !node.computed) add(node.key, node.value)
    else if (node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression' && !node.left.computed)
      add(node.left.property, node.right)
  }
  return [...found.values()]
}
