/** Is what is kept in a variable, or in an object or array that a variable holds, ever read? */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils'
import { isFunction } from './functions.ts'
import { bare, memberName, methodCall, parentPast, variableOf } from './names.ts'
import { isDropped } from './rejections.ts'

type SourceCode = Readonly<TSESLint.SourceCode>

/** The name of what holds a value that nobody reads: `saved`, `jobs.save`, `jobs`. */
export function unreadHolder(node: TSESTree.Node, sourceCode: SourceCode): string | undefined {
  const parent = parentPast(node)
  if (parent?.type === 'VariableDeclarator') return parent.id.type === 'Identifier' ? ifNever(parent.id, isRead) : undefined
  if (parent?.type === 'AssignmentExpression' && parent.operator === '=' && isDropped(parent)) {
    const target = bare(parent.left)
    if (target.type === 'Identifier') return ifNever(target, isRead)
    const object = target.type === 'MemberExpression' ? bare(target.object) : undefined
    return object?.type === 'Identifier' ? ifNeverIn(object, memberName(target)) : undefined
  }
  if (parent?.type === 'CallExpression' && isDropped(parent)) {
    const call = methodCall(parent)
    const receiver = call && bare(call.receiver)
    return call && isAdding(call.method) && receiver?.type === 'Identifier' ? ifNeverIn(receiver, undefined) : undefined
  }
  const literal = parent?.type === 'Property' ? parent.parent : parent
  const declarator = literal && parentPast(literal)
  if (declarator?.type !== 'VariableDeclarator' || declarator.id.type !== 'Identifier') return undefined
  if (literal?.type === 'ArrayExpression') return ifNeverIn(declarator.id, undefined)
  if (literal?.type !== 'ObjectExpression' || parent?.type !== 'Property' || parent.key.type !== 'Identifier' || parent.computed)
    return undefined
  return ifNeverIn(declarator.id, parent.key.name)

  function ifNever(name: TSESTree.Identifier, reads: (reference: TSESLint.Scope.Reference) => boolean): string | undefined {
    const variable = variableOf(name, sourceCode)
    return variable && isLocal(variable) && !variable.references.some(reads) ? name.name : undefined
  }

  /** The property of a local object or array, or any of its elements. */
  function ifNeverIn(name: TSESTree.Identifier, property: string | undefined): string | undefined {
    const variable = variableOf(name, sourceCode)
    const made = variable?.defs[0]?.node
    const init = made?.type === 'VariableDeclarator' && made.init ? bare(made.init) : undefined
    if (init?.type !== 'ObjectExpression' && init?.type !== 'ArrayExpression') return undefined
    if (!isMadeAnew(made!, node)) return undefined
    const found = ifNever(name, (reference) => !reference.init && !leaves(reference.identifier, property))
    return found === undefined || property === undefined ? found : `${found}.${property}`
  }
}

function isRead(reference: TSESLint.Scope.Reference): boolean {
  return reference.isRead()
}

/** Holders that are made where the value is put in: one that another function fills is shared, and may be returned later. */
function isMadeAnew(holder: TSESTree.Node, node: TSESTree.Node): boolean {
  const functionOf = (at: TSESTree.Node | undefined): TSESTree.Node | undefined => {
    while (at && !isFunction(at)) at = at.parent
    return at
  }
  return functionOf(holder) === functionOf(node)
}

/** A mention that doesn't look at the property, or only adds something: `jobs.other`, `jobs.a = …`, `jobs.push(…)`. */
function leaves(name: TSESTree.Node, property: string | undefined): boolean {
  const member = parentPast(name)
  if (member?.type !== 'MemberExpression' || bare(member.object) !== name) return false
  const outer = parentPast(member)
  if (outer?.type === 'AssignmentExpression' && bare(outer.left) === member && isDropped(outer)) return true
  const method = memberName(member)
  if (outer?.type === 'CallExpression' && bare(outer.callee) === member) return isAdding(method) && isDropped(outer)
  return property !== undefined && method !== undefined && method !== property
}

function isAdding(method: string | undefined): boolean {
  return method === 'push' || method === 'unshift'
}

/** Neither exported nor a global of scripts, and not named as something to ignore. */
function isLocal({ scope, defs, name }: TSESLint.Scope.Variable): boolean {
  const [definition] = defs
  if (scope.type === 'global' || name.startsWith('_') || definition?.type !== 'Variable') return false
  const declaration = definition.node.parent
  if (/using/u.test(declaration.kind)) return false
  return declaration.parent.type !== 'ExportNamedDeclaration'
}
