/** Is it certain what a member call lands in? Only then may it be moved to a member that other objects with such a method lack. */
import type { Node } from '@offloop/analysis'
import { nameOf } from '@offloop/analysis'
import { requiredName } from '../rewrite/import-statements.ts'
import type { Source } from '../rewrite/source.ts'
import type { TypeOracle } from './oracle.ts'

/** Steps from a name to what it holds. */
const deepest = 5

/** True where the object of a member is one that is made, imported or typed for certain: not an argument, an element or what somebody returns. */
export function isSettled(member: Node & { readonly type: 'MemberExpression' }, source: Source, oracle: TypeOracle): boolean {
  return isMadeHere(member.object, source, deepest) || isTyped(member, source, oracle)
}

/** The type says which class or interface has it. The types of JavaScript's variables are those of their first values. */
function isTyped(member: Node & { readonly type: 'MemberExpression' }, source: Source, oracle: TypeOracle): boolean {
  if (!/\.[cm]?tsx?$/.test(source.file) && isVariable(member.object, source)) return false
  return Array.isArray(oracle.declared(source.file, member.property.start))
}

function isVariable(object: Node, source: Source): boolean {
  const found = declaratorOf(object, source)
  return found !== undefined && found.parent?.type === 'VariableDeclaration' && found.parent.kind !== 'const'
}

function isMadeHere(node: Node, source: Source, steps: number): boolean {
  if (steps === 0) return false
  switch (node.type) {
    case 'ThisExpression':
    case 'Super':
    case 'NewExpression':
    case 'ObjectExpression':
    case 'ClassExpression':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return true
    case 'CallExpression':
      return requiredName(node) !== undefined
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
      return isMadeHere(node.expression, source, steps)
    case 'AssignmentExpression':
      return isMadeHere(node.right, source, steps)
    case 'Identifier':
      return isNameOfMade(node, source, steps)
    case 'MemberExpression':
      return isMemberMade(node, source, steps)
    default:
      return false
  }
}

/** An import, a class or function of the file, or a variable that never holds anything but what is made or imported. */
function isNameOfMade(name: Node & { readonly type: 'Identifier' }, source: Source, steps: number): boolean {
  if (name.name === 'exports' || name.name === 'module') return true
  const id = source.scopes.lookup(name.name, name)
  if (id === undefined) return false
  const { start } = source.scopes.declarations[id]!
  const declared = source.nodes.find((each) => each.start === start && each.type === 'Identifier')
  if (/^(ImportSpecifier|ImportDefaultSpecifier|ImportNamespaceSpecifier|ClassDeclaration|FunctionDeclaration)$/.test(holderType(declared)))
    return true
  const declarator = source.scopes.declarators.get(id)
  if (!declarator) return false
  // `const { store } = require('./store')`
  if (declarator.id.type !== 'Identifier') return declarator.init !== null && requiredName(declarator.init!) !== undefined
  const given = [
    declarator.init,
    ...assignedTo(source, (left) => left.type === 'Identifier' && source.scopes.lookup(left.name, left) === id),
  ]
  return areMade(given, source, steps)
}

function holderType(declared: Node | undefined): string {
  if (declared?.parent?.type === 'FunctionDeclaration' && declared.parent.id !== declared) return ''
  return declared?.parent?.type ?? ''
}

/** `this.store`, `app.store`: everything that the file assigns to a member of that name, or writes under that key. */
function isMemberMade(node: Node & { readonly type: 'MemberExpression' }, source: Source, steps: number): boolean {
  const name = nameOf(node.property, node.computed)
  if (name === undefined || !isMadeHere(node.object, source, steps - 1)) return false
  // the members of another module, and of its classes
  const declarator = declaratorOf(node.object, source)
  const isImported = declarator?.init ? requiredName(declarator.init) !== undefined : node.object.type === 'Identifier' && !declarator
  const given = [
    ...assignedTo(source, (left) => left.type === 'MemberExpression' && nameOf(left.property, left.computed) === name),
    ...source.nodes.flatMap((each) =>
      (each.type === 'Property' || each.type === 'PropertyDefinition') && nameOf(each.key, each.computed) === name ? [each.value] : [],
    ),
  ]
  return given.length === 0 ? isImported : areMade(given, source, steps)
}

function assignedTo(source: Source, isTarget: (left: Node) => boolean): Node[] {
  return source.nodes.flatMap((each) => (each.type === 'AssignmentExpression' && isTarget(each.left) ? [each.right] : []))
}

/** Nothing at all is what a variable holds before. */
function areMade(given: readonly (Node | null | undefined)[], source: Source, steps: number): boolean {
  const real = given.filter((each): each is Node => each !== null && each !== undefined && !isNothing(each))
  return real.length > 0 && real.every((each) => isMadeHere(each, source, steps - 1))
}

function isNothing(node: Node): boolean {
  return (node.type === 'Literal' && node.value === null) || (node.type === 'Identifier' && node.name === 'undefined')
}

function declaratorOf(object: Node, source: Source): (Node & { readonly type: 'VariableDeclarator' }) | undefined {
  const id = object.type === 'Identifier' ? source.scopes.lookup(object.name, object) : undefined
  return id === undefined ? undefined : source.scopes.declarators.get(id)
}
