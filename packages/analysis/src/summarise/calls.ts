/** The calls of a file, and the mentions of names that are not calls. */
import type { Node, ParsedFile } from '../parse/file.ts'
import type { LineIndex } from '../parse/source.ts'
import { walk } from '../parse/walk.ts'
import type { Scopes } from './scopes.ts'
import type { CallSummary, UseContext, UseSummary, Value } from './summary.ts'
import { bare, nameOf, stringOf, valueOf } from './values.ts'

/** Type nodes that hold expressions; inside every other `TS…` node there is nothing that runs. */
const runningTypeNodes = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'TSInstantiationExpression',
  'TSExportAssignment',
  'TSParameterProperty',
  'TSModuleDeclaration',
  'TSModuleBlock',
  'TSEnumDeclaration',
  'TSEnumBody',
  'TSEnumMember',
  'TSAbstractMethodDefinition',
  'TSAbstractPropertyDefinition',
  'TSEmptyBodyFunctionExpression',
  'TSTypeQuery',
  'TSTypeAnnotation',
  'TSTypeReference',
  'TSTypeParameterInstantiation',
  'TSTypeAliasDeclaration',
  'TSFunctionType',
  'TSUnionType',
  'TSArrayType',
  'TSDeclareFunction',
])

/** Every call of a file, with its callee and arguments as values. */
export function summariseCalls(parsed: ParsedFile, scopes: Scopes, lines: LineIndex): { calls: CallSummary[]; uses: UseSummary[] } {
  const calls: CallSummary[] = []
  const callNumbers = new Map<Node, number>()
  const callees = new Set<Node>()
  const mentions: Node[] = []

  walk(parsed.program, (node) => {
    if (node.type.startsWith('TS') && !runningTypeNodes.has(node.type)) return false
    if (node.type === 'CallExpression' || node.type === 'NewExpression' || node.type === 'TaggedTemplateExpression') {
      const callee = bare(node.type === 'TaggedTemplateExpression' ? node.tag : node.callee)
      callees.add(callee)
      callNumbers.set(node, calls.length)
      calls.push(summariseCall(node, callee, calls.length, parsed, scopes, lines))
    } else if (node.type === 'Identifier' || node.type === 'MemberExpression') mentions.push(node)
    return undefined
  })

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
      context: contextOf(node, callNumbers),
    })
  }
  return { calls, uses }
}

function summariseCall(node: Node, callee: Node, index: number, parsed: ParsedFile, scopes: Scopes, lines: LineIndex): CallSummary {
  const args = node.type === 'CallExpression' || node.type === 'NewExpression' ? (node.arguments as Node[]) : []
  const text = stringOf(args[0])
  const raw = parsed.text.slice(callee.start, callee.end).replace(/\s+/g, ' ')
  return {
    index,
    kind: node.type === 'NewExpression' ? 'new' : node.type === 'CallExpression' ? 'call' : 'tag',
    fn: scopes.enclosing(node),
    start: node.start,
    end: node.end,
    calleeStart: callee.start,
    calleeEnd: callee.end,
    ...lines.at(placeOf(callee)),
    calleeText: raw.length > 60 ? `…${raw.slice(-57)}` : raw,
    name:
      callee.type === 'Identifier'
        ? callee.name
        : callee.type === 'MemberExpression'
          ? (nameOf(callee.property, callee.computed) ?? '')
          : '',
    callee: valueOf(callee, scopes),
    args: args.map((each) => (each.type === 'SpreadElement' ? { k: 'unknown' } : valueOf(each, scopes))),
    isAwaited: isAwaited(node),
    hasSpread: args.some((each) => each.type === 'SpreadElement'),
    ...(text === undefined ? {} : { text }),
  }
}

/** V8 and people point at the last name of a chain: `b` in `a\n  .b()`. */
function placeOf(callee: Node): number {
  return callee.type === 'MemberExpression' ? callee.property.start : callee.start
}

function isAwaited(node: Node): boolean {
  let at = node.parent
  while (
    at?.type === 'ParenthesizedExpression' ||
    at?.type === 'ChainExpression' ||
    at?.type === 'TSNonNullExpression' ||
    at?.type === 'TSAsExpression'
  )
    at = at.parent
  return at?.type === 'AwaitExpression'
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
