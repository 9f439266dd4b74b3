/** The module and the export that an expression leads to: through imports, requires, members, and variables that are given their value once. */
import type { Mention, Node } from '@offloop/analysis'
import { bare, nameOf } from '@offloop/analysis'
import { requiredName } from './import-statements.ts'
import type { Source } from './source.ts'

/** `readFile` of `fs`; the path of a module as a whole is empty. The prefix `node:` is taken off. */
export interface Origin {
  readonly module: string
  readonly path: string
}

/** Where the value comes from, if that is for certain. */
export function originOf(node: Node, source: Source): Origin | undefined {
  const at = bare(node)
  if (at.type === 'CallExpression') {
    const module = source.scopes.lookup('require', at) === undefined ? requiredName(at) : undefined
    return module === undefined ? undefined : { module: module.replace(/^node:/u, ''), path: '' }
  }
  if (at.type === 'MemberExpression') {
    const name = nameOf(at.property, at.computed)
    const of = name === undefined ? undefined : originOf(at.object, source)
    return of && within(of, name!)
  }
  if (at.type !== 'Identifier') return undefined
  const id = source.scopes.lookup(at.name, at)
  const declared = id === undefined ? undefined : onlyValueOf(id, source)
  return declared && originOfDeclared(declared, source)
}

/** The identifier that declares a binding. */
export function declarationOf(id: number, { references, scopes }: Source): Mention | undefined {
  const { start } = scopes.declarations[id]!
  return references.of(id).find((each) => each.start === start)
}

/** True where a binding gets its value once: a constant, a function that nobody assigns to, an import. */
export const isFixed = (id: number, source: Source): boolean => onlyValueOf(id, source) !== undefined

/** The declaration of a binding that nothing else gives a value. */
export function onlyValueOf(id: number, source: Source): Mention | undefined {
  const declared = declarationOf(id, source)
  return source.references.of(id).some((each) => each !== declared && isWrite(each)) ? undefined : declared
}

function originOfDeclared(declared: Mention, source: Source): Origin | undefined {
  const parent = declared.parent
  if (parent?.type === 'ImportSpecifier' || parent?.type === 'ImportDefaultSpecifier' || parent?.type === 'ImportNamespaceSpecifier') {
    const statement = parent.parent
    if (statement?.type !== 'ImportDeclaration' || statement.importKind === 'type') return undefined
    const module = statement.source.value.replace(/^node:/u, '')
    return { module, path: parent.type === 'ImportSpecifier' ? (nameOf(parent.imported, false) ?? '') : '' }
  }
  const declarator = declaratorAround(declared)
  if (!declarator?.init) return undefined
  if (declarator.id === declared) return declarator.init.type === 'AwaitExpression' ? undefined : originOf(declarator.init, source)
  const isProperty = parent?.type === 'Property' && parent.parent === declarator.id
  const name = isProperty ? nameOf(parent.key, parent.computed) : undefined
  const of = name === undefined ? undefined : originOf(declarator.init, source)
  return of && within(of, name!)
}

function within({ module, path }: Origin, name: string): Origin {
  if (name === 'default') return { module, path }
  return module === 'fs' && path === '' && name === 'promises'
    ? { module: 'fs/promises', path: '' }
    : { module, path: path === '' ? name : `${path}.${name}` }
}

function declaratorAround(declared: Node): (Node & { readonly type: 'VariableDeclarator' }) | undefined {
  const parent = declared.parent
  if (parent?.type === 'VariableDeclarator') return parent
  const list = parent?.type === 'Property' && parent.value === declared ? parent.parent?.parent : undefined
  return list?.type === 'VariableDeclarator' ? list : undefined
}

/** True for a mention that gives a value: `x = 1`, `x++`, `[x] = list`, `for (x of list)`, a second `var x = 1`. */
export function isWrite(mention: Node): boolean {
  let at: Node = mention
  let parent = mention.parent
  while (
    parent &&
    (/^(?:ArrayPattern|ObjectPattern|RestElement)$/u.test(parent.type) ||
      (parent.type === 'Property' && parent.value === at) ||
      (parent.type === 'AssignmentPattern' && parent.left === at))
  ) {
    at = parent
    parent = parent.parent
  }
  if (parent?.type === 'AssignmentExpression') return parent.left === at
  if (parent?.type === 'ForOfStatement' || parent?.type === 'ForInStatement') return parent.left === at
  if (parent?.type === 'VariableDeclarator') return parent.id === at && parent.init !== null
  return parent?.type === 'UpdateExpression' || (parent?.type === 'FunctionDeclaration' && parent.id === at)
}
