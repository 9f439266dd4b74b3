/** Is a value made by the piece of code that changes it, so that nobody else sees the change? */
import type { Node } from '../parse/file.ts'
import type { Scopes } from '../summarise/scopes.ts'
import { bare } from '../summarise/values.ts'
import { memberName } from './names.ts'
import { pureMethods } from './outside.ts'

/** A piece of code, and the names around it. */
export interface Surroundings {
  readonly file: { readonly scopes: Scopes }
  /** Variables that are declared in it are its own. */
  readonly owner: Node
  /** It makes an instance: `this` is new. */
  readonly isConstruction?: boolean
}

/** The variable is declared in the piece of code. */
export function isOwn(name: Node, { file, owner }: Surroundings): boolean {
  if (name.type !== 'Identifier') return false
  const id = file.scopes.lookup(name.name, name)
  if (id === undefined) return false
  const { start } = file.scopes.declarations[id]!
  return owner.start <= start && start < owner.end
}

/** The name, or `this`, at which a chain of members begins. */
export function rootOf(node: Node): Node | undefined {
  const at = bare(node)
  if (at.type === 'MemberExpression') return rootOf(at.object)
  if (at.type === 'CallExpression') return rootOf(at.callee)
  return at
}

/** The thing of which a member is assigned, or that a method changes, was made in the piece of code; not what it holds. */
export function isFresh(target: Node, surroundings: Surroundings): boolean {
  const at = bare(target)
  if (isMade(at)) return true
  if (at.type === 'ThisExpression') return isConstructors(at, surroundings)
  if (at.type !== 'Identifier' || !isOwn(at, surroundings)) return false
  const { scopes } = surroundings.file
  const declarator = scopes.declarators.get(scopes.lookup(at.name, at)!)
  return declarator?.id.type === 'Identifier' && declarator.init !== null && isMade(bare(declarator.init)) && isNamedOnce(declarator)
}

/** Only a constant holds what it was made with for certain. */
function isNamedOnce({ parent }: Node): boolean {
  return parent?.type === 'VariableDeclaration' && parent.kind === 'const'
}

/** Literals, constructions, and what arrays and texts give that is new each time. */
function isMade(node: Node): boolean {
  switch (node.type) {
    case 'ArrayExpression':
    case 'ObjectExpression':
    case 'TemplateLiteral':
    case 'Literal':
      return true
    case 'NewExpression':
      return node.callee.type === 'Identifier' && collections.test(node.callee.name)
    case 'CallExpression': {
      const callee = bare(node.callee)
      const name = memberName(callee)
      return (
        name !== undefined &&
        callee.type === 'MemberExpression' &&
        (isMaker(name) || isOf(callee.object, 'Object') || isOf(callee.object, 'Array'))
      )
    }
    default:
      return false
  }
}

const collections = /^(?:Map|Set|WeakMap|WeakSet|Array|Object|URL|URLSearchParams|Date|Headers|FormData|RegExp|\w+Array)$/u
const makers = /^(?:map|filter|flatMap|flat|slice|split|concat|toSorted|toReversed|toSpliced)$/u

function isMaker(name: string): boolean {
  return pureMethods.has(name) && makers.test(name)
}

/** `Object.entries(…)`, `Array.from(…)`; `Object.assign` and its like give what they were given. */
function isOf(node: Node, name: string): boolean {
  const member = node.parent?.type === 'MemberExpression' ? memberName(node.parent) : undefined
  return node.type === 'Identifier' && node.name === name && /^(?:from|of|keys|values|entries|fromEntries|create)$/u.test(member ?? '')
}

/** `this` of the constructor itself, not of a function in it. */
function isConstructors(node: Node, { owner, isConstruction = false }: Surroundings): boolean {
  if (!isConstruction) return false
  for (let at: Node | null | undefined = node.parent; at && at !== owner; at = at.parent) if (/^Function/u.test(at.type)) return false
  return true
}
