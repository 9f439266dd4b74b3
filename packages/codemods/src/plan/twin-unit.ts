/** The text that is copied when a function gets an async twin beside it. */
import type { FunctionNode, Node } from '@offloop/analysis'
import { nameOf } from '@offloop/analysis'
import { outer } from '../rewrite/source.ts'
import type { Source } from '../rewrite/source.ts'

/** A declaration, member, property or assignment that holds one function, and the names in it that the twin has otherwise. */
export interface TwinUnit {
  readonly kind: 'declaration' | 'variable' | 'member' | 'property' | 'assignment'
  /** What is copied, from `start` (its documentation) to `end`; the text before `textStart` that is no documentation gives way to `prefix`. */
  readonly start: number
  readonly textStart: number
  readonly end: number
  /** The copy is written behind this offset. */
  readonly place: number
  /** `export ` for the twin of a default export, `const ` for that of one of several declarators. */
  readonly prefix: string
  readonly name: string
  /** Where the name stands: the function's own, and those of its overloads. */
  readonly names: readonly Node[]
  /** Within which the name must be new: the file, a class, an object. */
  readonly scope: Node
  /** A signature of a method that has its body further down: it is copied with that. */
  readonly isSignature?: boolean
  /** The variable or function that other code names; members have none. */
  readonly binding?: Node
}

/** The unit of a function at a module's top level, of a class or of an object; nothing for others. */
export function twinUnit(fn: FunctionNode, source: Source): TwinUnit | undefined {
  if (fn.summary.parent !== 0 || fn.summary.isGenerator) return undefined
  const unit = plainUnit(source.functionNode(fn), source)
  return unit && { ...unit, start: docStart(unit.start, source) }
}

function isOverloadSignature(fn: Node): boolean {
  const method = fn.parent
  if (fn.type !== 'TSEmptyBodyFunctionExpression' || method?.type !== 'MethodDefinition' || method.parent?.type !== 'ClassBody')
    return false
  const name = nameOf(method.key, method.computed)
  return method.parent.body.some(
    (each) =>
      each.type === 'MethodDefinition' &&
      each.static === method.static &&
      each.value.type !== 'TSEmptyBodyFunctionExpression' &&
      nameOf(each.key, each.computed) === name,
  )
}

function plainUnit(node: Node, source: Source): TwinUnit | undefined {
  if (node.type === 'FunctionDeclaration') return declarationUnit(node as Node & { type: 'FunctionDeclaration' })
  if (node.type === 'TSMethodSignature' || node.type === 'TSPropertySignature') return memberUnit(node, 'member')
  const { parent } = outer(node)
  switch (parent?.type) {
    case 'VariableDeclarator':
      return variableUnit(parent, source)
    case 'MethodDefinition':
    case 'TSAbstractMethodDefinition': {
      const unit = parent.kind === 'method' && parent.decorators.length === 0 ? memberUnit(parent, 'member') : undefined
      return unit && { ...unit, isSignature: isOverloadSignature(node) }
    }
    case 'PropertyDefinition':
      return parent.decorators.length === 0 ? memberUnit(parent, 'member') : undefined
    case 'Property':
      return parent.parent?.type === 'ObjectExpression' && parent.kind === 'init' ? memberUnit(parent, 'property') : undefined
    case 'AssignmentExpression':
      return assignmentUnit(parent, node)
    default:
      return undefined
  }
}

function declarationUnit(
  node: Node & { type: 'FunctionDeclaration'; readonly id?: (Node & { type: 'Identifier' }) | null },
): TwinUnit | undefined {
  if (!node.id) return undefined
  const { name } = node.id
  const isDefault = node.parent?.type === 'ExportDefaultDeclaration'
  const statement = isDefault || node.parent?.type === 'ExportNamedDeclaration' ? node.parent! : node
  if (statement.parent?.type !== 'Program') return undefined
  const overloads = overloadsBefore(statement, statement.parent.body as Node[], (each) => signatureName(each)?.name === name)
  if (isDefault && overloads.length > 0) return undefined
  const start = (overloads[0] ?? statement).start
  return {
    kind: 'declaration',
    ...{
      start,
      textStart: isDefault ? node.start : start,
      end: statement.end,
      place: statement.end,
      prefix: isDefault ? 'export ' : '',
      name,
    },
    names: [...overloads.map((each) => signatureName(each)!), node.id],
    scope: statement.parent,
    binding: node.id,
  }
}

/** The name of `function f(): T` without a body. */
function signatureName(statement: Node): (Node & { type: 'Identifier' }) | undefined {
  const declared = 'declaration' in statement && statement.declaration ? (statement.declaration as Node) : statement
  return declared.type === 'TSDeclareFunction' && declared.id ? declared.id : undefined
}

/** What stands directly before a node and matches. */
function overloadsBefore(node: Node, siblings: readonly Node[], matches: (node: Node) => boolean): readonly Node[] {
  const at = siblings.indexOf(node)
  let first = at
  while (first > 0 && matches(siblings[first - 1]!)) first--
  return siblings.slice(first, at)
}

function variableUnit(declarator: Node & { type: 'VariableDeclarator' }, source: Source): TwinUnit | undefined {
  const declaration = declarator.parent
  if (declarator.id.type !== 'Identifier' || declaration?.type !== 'VariableDeclaration') return undefined
  const isExported = declaration.parent?.type === 'ExportNamedDeclaration'
  const statement = isExported ? declaration.parent! : declaration
  if (statement.parent?.type !== 'Program') return undefined
  const isOnly = declaration.declarations.length === 1
  const ownName = functionName(declarator.init, declarator.id.name)
  // an annotation of the variable names the type of the sync form
  if (declarator.id.typeAnnotation) return undefined
  return {
    kind: 'variable',
    start: statement.start,
    textStart: isOnly ? statement.start : declarator.start,
    end: isOnly ? statement.end : declarator.end,
    place: statement.end,
    prefix: isOnly ? '' : `${source.text.slice(statement.start, declaration.declarations[0]!.start)}`,
    name: declarator.id.name,
    names: [declarator.id, ...ownName],
    scope: statement.parent,
    binding: declarator.id,
  }
}

function memberUnit(node: Node & { readonly key: Node; readonly computed: boolean }, kind: 'member' | 'property'): TwinUnit | undefined {
  if (node.computed || !node.parent || (node.key.type !== 'Identifier' && node.key.type !== 'PrivateIdentifier')) return undefined
  const { name } = node.key
  const matches = (each: Node): boolean =>
    each.type === 'MethodDefinition' &&
    !each.computed &&
    each.value.type === 'TSEmptyBodyFunctionExpression' &&
    nameOf(each.key, false) === nameOf(node.key, false)
  const siblings = node.parent?.type === 'ClassBody' ? (node.parent.body as Node[]) : []
  const overloads = siblings.includes(node) ? overloadsBefore(node, siblings, matches) : []
  const start = (overloads[0] ?? node).start
  const own = 'value' in node ? functionName(node.value as Node | null, name) : []
  return {
    kind,
    ...{ start, textStart: start, end: node.end, place: node.end, prefix: '', name },
    names: [...overloads.map((each) => (each as Node & { key: Node }).key), node.key, ...own],
    scope: node.parent,
  }
}

/** `exports.load = function () {}`, `Store.prototype.load = …`: a statement of its own at the top level. */
function assignmentUnit(assignment: Node & { type: 'AssignmentExpression' }, fn: Node): TwinUnit | undefined {
  const statement = assignment.parent
  const { left } = assignment
  if (assignment.operator !== '=' || statement?.type !== 'ExpressionStatement' || statement.parent?.type !== 'Program') return undefined
  if (left.type !== 'MemberExpression' || left.computed || left.property.type !== 'Identifier') return undefined
  if (left.object.type === 'Identifier' && left.object.name === 'module') return undefined
  const { name } = left.property
  return {
    kind: 'assignment',
    ...{ start: statement.start, textStart: statement.start, end: statement.end, place: statement.end, prefix: '', name },
    names: [left.property, ...functionName(fn, name)],
    scope: statement.parent,
  }
}

/** The own name of a function expression that has the name of what holds it. */
function functionName(fn: Node | null | undefined, name: string): Node[] {
  return fn?.type === 'FunctionExpression' && fn.id?.name === name ? [fn.id] : []
}

/** Where the documentation directly before a node starts. */
function docStart(start: number, source: Source): number {
  const doc = source.comments.findLast((each) => each.end <= start && source.text.slice(each.end, start).trim() === '')
  const isOwn = doc?.type === 'Block' && doc.value.startsWith('*') && !source.text.slice(doc.end, start).includes('\n\n')
  return isOwn ? doc.start : start
}
