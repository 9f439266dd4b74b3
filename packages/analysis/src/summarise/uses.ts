/** Mentions of names that are not calls: who else gets hold of a function? */
import type { Node } from '../parse/file.ts'
import type { LineIndex } from '../parse/source.ts'
import type { Scopes } from './scopes.ts'
import type { UseContext, UseSummary, Value } from './summary.ts'
import { nameOf, valueOf } from './values.ts'

/** The mentions that may lead to a function, with what is done with them. `callees` are left out; `calls` numbers the calls of the file. */
export function summariseUses(
  mentions: readonly Node[],
  callees: ReadonlySet<Node>,
  calls: ReadonlyMap<Node, number>,
  scopes: Scopes,
  lines: LineIndex,
): UseSummary[] {
  const uses: UseSummary[] = []
  for (const node of mentions) {
    if (callees.has(node) || (node.type === 'Identifier' && !isReference(node))) continue
    const value = valueOf(node, scopes)
    if (!isFollowed(value)) continue
    uses.push({
      fn: scopes.enclosing(node),
      start: node.start,
      end: node.end,
      line: lines.at(node.start).line,
      value,
      context: contextOf(node, calls),
    })
  }
  return uses
}

/** Values that may lead to a function of the project or to a module. */
function isFollowed(value: Value): boolean {
  switch (value.k) {
    case 'member':
      return isFollowed(value.of)
    case 'item':
    case 'global':
    case 'unknown':
    case 'call':
      return false
    default:
      return true
  }
}

function isReference(node: Node & { type: 'Identifier' }): boolean {
  const parent = node.parent
  switch (parent?.type) {
    case 'MemberExpression':
      return parent.object === node || parent.computed
    case 'Property':
      if (parent.parent?.type === 'ObjectPattern') return false
      return parent.value === node || (parent.computed && parent.key === node)
    case 'MethodDefinition':
    case 'PropertyDefinition':
    case 'AccessorProperty':
    case 'TSAbstractMethodDefinition':
    case 'TSAbstractPropertyDefinition':
      return parent.computed || parent.value === node
    case 'VariableDeclarator':
      return parent.init === node
    case 'AssignmentExpression':
      return parent.right === node
    case 'AssignmentPattern':
      return parent.right === node
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return parent.type === 'ArrowFunctionExpression' && parent.body === node
    case 'ClassDeclaration':
    case 'ClassExpression':
      return parent.superClass === node
    case 'ImportSpecifier':
    case 'ImportDefaultSpecifier':
    case 'ImportNamespaceSpecifier':
    case 'ExportAllDeclaration':
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'CatchClause':
    case 'RestElement':
    case 'ArrayPattern':
    case 'ObjectPattern':
    case 'TSParameterProperty':
    case 'TSTypeReference':
    case 'TSDeclareFunction':
    case 'TSEmptyBodyFunctionExpression':
    case 'TSFunctionType':
    case 'TSTypeAliasDeclaration':
    case 'TSEnumDeclaration':
    case 'TSModuleDeclaration':
    case 'MetaProperty':
      return false
    case 'ExportSpecifier':
      return parent.local === node && parent.parent?.type === 'ExportNamedDeclaration' && !parent.parent.source
    default:
      return true
  }
}

function contextOf(node: Node, calls: ReadonlyMap<Node, number>): UseContext {
  let at: Node = node
  let parent = node.parent
  while (
    parent &&
    (parent.type === 'ParenthesizedExpression' ||
      parent.type === 'TSAsExpression' ||
      parent.type === 'TSSatisfiesExpression' ||
      parent.type === 'TSNonNullExpression')
  ) {
    at = parent
    parent = parent.parent
  }
  if (!parent) return { as: 'other' }
  const argument = argumentContext(at, parent, calls)
  if (argument) return argument
  switch (parent.type) {
    case 'MemberExpression':
      return { as: 'receiver' }
    case 'ExportSpecifier':
    case 'ExportDefaultDeclaration':
    case 'TSExportAssignment':
      return { as: 'export' }
    case 'TSTypeQuery':
    case 'TSQualifiedName':
      return { as: 'type' }
    case 'VariableDeclarator':
      return parent.id.type === 'Identifier' || parent.id.type === 'ObjectPattern' ? { as: 'alias' } : { as: 'other' }
    case 'Property':
      return { as: 'object' }
    case 'AssignmentExpression':
      return assignmentContext(parent.left)
    case 'ClassDeclaration':
    case 'ClassExpression':
      return { as: 'receiver' }
    case 'BinaryExpression':
      return parent.operator === 'instanceof' && parent.right === at ? { as: 'receiver' } : { as: 'other' }
    default:
      return { as: 'other' }
  }
}

function argumentContext(at: Node, parent: Node, calls: ReadonlyMap<Node, number>): UseContext | undefined {
  let inArray = false
  let key: string | undefined
  let inner = at
  let holder: Node | null | undefined = parent
  if (holder.type === 'ArrayExpression') {
    inArray = true
    inner = holder
    holder = holder.parent
  } else if (holder.type === 'Property' && holder.value === at && holder.parent?.type === 'ObjectExpression') {
    key = nameOf(holder.key, holder.computed)
    inner = holder.parent
    holder = inner.parent
  }
  if (holder?.type !== 'CallExpression' && holder?.type !== 'NewExpression') return undefined
  const index = (holder.arguments as Node[]).indexOf(inner)
  const call = calls.get(holder)
  if (index < 0 || call === undefined) return undefined
  return { as: 'argument', call, index, inArray, ...(key === undefined ? {} : { key }) }
}

function assignmentContext(left: Node): UseContext {
  if (left.type === 'Identifier') return { as: 'alias' }
  if (left.type === 'MemberExpression') {
    const holder = left.object
    if (holder.type === 'Identifier' && (holder.name === 'exports' || holder.name === 'module')) return { as: 'export' }
    if (holder.type === 'MemberExpression' && holder.object.type === 'Identifier' && holder.object.name === 'module')
      return { as: 'export' }
    return { as: 'alias' }
  }
  return { as: 'other' }
}
