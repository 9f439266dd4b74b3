/** Arrays with holes: methods leave them out, a loop and `Promise.all` would not. */
import type { Node } from '@offloop/analysis'
import { walk } from '@offloop/analysis'
import type { Declarator, Source } from './source.ts'

/** True where the file makes holes in the array: `[1, , 2]`, `new Array(3)`, `delete names[1]`, `names.length = 9`, `byId[order.id] = order`. */
export function mayHaveHoles(array: Node, source: Source): boolean {
  if (array.type === 'CallExpression' && array.callee.type === 'MemberExpression' && isKept(array.callee))
    return mayHaveHoles(array.callee.object, source)
  if (array.type !== 'Identifier') return isMadeWithHoles(array)
  const declarator = source.declarator(array)
  if (!declarator?.init || declarator.id.type !== 'Identifier') return false
  return isMadeWithHoles(declarator.init) || getsHoles(declarator, declarator.init, source)
}

/** What these give has the holes of their array. */
function isKept({ property }: Node & { type: 'MemberExpression' }): boolean {
  return property.type === 'Identifier' && /^(map|slice|concat|reverse|splice|sort)$/.test(property.name)
}

function isMadeWithHoles(node: Node): boolean {
  if (node.type === 'ArrayExpression') return node.elements.includes(null)
  return isSizedArray(node)
}

/** `Array(3)`, `new Array(count)`. */
function isSizedArray(node: Node): boolean {
  return (
    (node.type === 'NewExpression' || node.type === 'CallExpression') &&
    node.callee.type === 'Identifier' &&
    node.callee.name === 'Array' &&
    node.arguments.length === 1
  )
}

function getsHoles(declarator: Declarator, init: Node, source: Source): boolean {
  const isEmpty = init.type === 'ArrayExpression' && init.elements.length === 0
  let found = false
  walk(source.program, (node) => {
    const member =
      node.type === 'AssignmentExpression'
        ? node.left
        : node.type === 'UnaryExpression' && node.operator === 'delete'
          ? node.argument
          : node
    if (member === node || member.type !== 'MemberExpression' || !isMention(member.object, declarator, source)) return !found
    if (node.type === 'UnaryExpression') found = true
    else if (node.type === 'AssignmentExpression')
      found ||= member.computed ? isEmpty && isForeignIndex(member.property, source) : lengthens(member, node)
    return !found
  })
  return found
}

function isMention(node: Node, declarator: Declarator, source: Source): boolean {
  return node.type === 'Identifier' && source.declarator(node) === declarator
}

/** What fills an array from its start counts: names, numbers and `names.length` are taken for that. */
function isForeignIndex(index: Node, source: Source): boolean {
  if (index.type === 'CallExpression') return true
  return index.type === 'MemberExpression' && source.text.slice(index.property.start, index.property.end) !== 'length'
}

function lengthens(
  { property }: Node & { type: 'MemberExpression' },
  { operator, right }: Node & { type: 'AssignmentExpression' },
): boolean {
  const isLength = property.type === 'Identifier' && property.name === 'length'
  return isLength && operator !== '-=' && !(right.type === 'Literal' && right.value === 0)
}
