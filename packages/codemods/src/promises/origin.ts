/** Where a name comes from: the module and the path in it. */
import type { Mention, Node } from '@offloop/analysis'
import { bare, nameOf } from '@offloop/analysis'
import { requiredName } from '../rewrite/import-statements.ts'
import type { Source } from '../rewrite/source.ts'

/** `readFile` of `node:fs/promises`; the path of a module as a whole is empty. The prefix `node:` is taken off. */
export interface Origin {
  readonly module: string
  readonly path: string
}

/** The module that an expression leads to through imports, requires, members and constants. */
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
  const declared = id === undefined ? undefined : declarationOf(id, source)
  return declared && originOfDeclared(declared, source)
}

function originOfDeclared(declared: Mention, source: Source): Origin | undefined {
  const parent = declared.parent
  if (parent?.type === 'ImportSpecifier' || parent?.type === 'ImportDefaultSpecifier' || parent?.type === 'ImportNamespaceSpecifier') {
    const statement = parent.parent
    if (statement?.type !== 'ImportDeclaration' || statement.importKind === 'type') return undefined
    const module = statement.source.value.replace(/^node:/u, '')
    return { module, path: parent.type === 'ImportSpecifier' ? (nameOf(parent.imported, false) ?? '') : '' }
  }
  const constant = constantOf(declared) ?? requiringOf(declared, source)
  if (!constant?.init) return undefined
  if (constant.id === declared) return constant.init.type === 'AwaitExpression' ? undefined : originOf(constant.init, source)
  const isProperty = parent?.type === 'Property' && parent.parent === constant.id
  const name = isProperty ? nameOf(parent.key, parent.computed) : undefined
  const of = name === undefined ? undefined : originOf(constant.init, source)
  return of && within(of, name!)
}

/** `var fs = require('fs')`, where nothing else is given to the names. */
function requiringOf(declared: Mention, source: Source): (Node & { readonly type: 'VariableDeclarator' }) | undefined {
  let at: Node | null | undefined = declared.parent
  while (at && /^(?:Property|ObjectPattern)$/u.test(at.type)) at = at.parent
  const isRequire = at?.type === 'VariableDeclarator' && at.init && requiredName(at.init) !== undefined
  const id = isRequire ? source.scopes.lookup(declared.name, declared) : undefined
  return at?.type === 'VariableDeclarator' && id !== undefined && isFixed(id, source) ? at : undefined
}

function within({ module, path }: Origin, name: string): Origin {
  if (name === 'default') return { module, path }
  return module === 'fs' && path === '' && name === 'promises'
    ? { module: 'fs/promises', path: '' }
    : { module, path: path === '' ? name : `${path}.${name}` }
}

/** The identifier that declares a binding. */
export function declarationOf(id: number, { references, scopes }: Source): Mention | undefined {
  const { start } = scopes.declarations[id]!
  return references.of(id).find((each) => each.start === start)
}

/** The declarator of a `const`, for the name itself or one in its pattern. */
export function constantOf(declared: Node): (Node & { readonly type: 'VariableDeclarator' }) | undefined {
  let at = declared.parent
  while (at && /^(?:Property|ObjectPattern|ArrayPattern|AssignmentPattern|RestElement)$/u.test(at.type)) at = at.parent
  if (at?.type !== 'VariableDeclarator' || at.parent?.type !== 'VariableDeclaration') return undefined
  return at.parent.kind === 'const' ? at : undefined
}

/** True where a binding gets its value once: a constant, a function that nobody assigns to, an import. */
export function isFixed(id: number, source: Source): boolean {
  const declared = declarationOf(id, source)
  return declared !== undefined && source.references.of(id).every((each) => !isWrite(each))
}

/** True for a mention that gets a value after its declaration: `x = 1`, `x++`, `[x] = list`. */
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
  return parent?.type === 'UpdateExpression'
}
