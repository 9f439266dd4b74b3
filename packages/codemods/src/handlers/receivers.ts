/** Applications and routers of a file, by what they are made of in it. */
import type { Node } from '@offloop/analysis'
import { bare, nameOf } from '@offloop/analysis'
import { declarationOf, isFixed } from '../rewrite/origin.ts'
import { requiredName } from '../rewrite/import-statements.ts'
import type { Source } from '../rewrite/source.ts'

/** `express` for `express()`, `express.Router()`; `koa` for `new Koa()` and the routers of Koa. */
export type Framework = 'express' | 'koa'

const frameworks: Readonly<Record<string, Framework>> = {
  express: 'express',
  koa: 'koa',
  'koa-router': 'koa',
  '@koa/router': 'koa',
}

const methods = /^(?:get|post|put|patch|delete|del|head|options|all|use|param)$/u

/** The framework at which a call registers its arguments: `app.get('/', …)`. */
export function registrarOf(call: Node, source: Source): Framework | undefined {
  if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return undefined
  const name = nameOf(call.callee.property, call.callee.computed)
  return name !== undefined && methods.test(name) ? receiverOf(call.callee.object, source) : undefined
}

/** The framework of an application or a router; a chain of registrations and `route('/x')` are those of where they begin. */
export function receiverOf(node: Node, source: Source): Framework | undefined {
  const at = bare(node)
  // `var app = module.exports = koa()`
  if (at.type === 'AssignmentExpression') return receiverOf(at.right, source)
  if (at.type === 'CallExpression' || at.type === 'NewExpression') {
    const callee = bare(at.callee)
    const module = moduleOf(
      callee.type === 'MemberExpression' && nameOf(callee.property, callee.computed) === 'Router' ? callee.object : callee,
      source,
    )
    if (module !== undefined) return frameworks[module]
    return callee.type === 'MemberExpression' ? receiverOf(callee.object, source) : undefined
  }
  const value = at.type === 'Identifier' ? valueOf(at, source) : undefined
  return value && receiverOf(value, source)
}

/** The module that an expression is as a whole, or a member of which the name holds. */
export function moduleOf(node: Node, source: Source): string | undefined {
  const at = bare(node)
  const required = requiredName(at)
  if (required !== undefined) return required
  if (at.type !== 'Identifier') return undefined
  const id = source.scopes.lookup(at.name, at)
  const declared = id === undefined ? undefined : declarationOf(id, source)
  const parent = declared?.parent
  if (parent?.type === 'ImportDefaultSpecifier' || parent?.type === 'ImportNamespaceSpecifier' || parent?.type === 'ImportSpecifier')
    return parent.parent?.type === 'ImportDeclaration' ? parent.parent.source.value : undefined
  if (parent?.type === 'Property' && parent.parent?.type === 'ObjectPattern' && parent.parent.parent?.type === 'VariableDeclarator') {
    const { init } = parent.parent.parent
    return init ? requiredName(init) : undefined
  }
  const value = valueOf(at, source)
  return value && requiredName(value)
}

/** What a variable was given that is given nothing else. */
export function valueOf(name: Node & { readonly type: 'Identifier' }, source: Source): Node | undefined {
  const id = source.scopes.lookup(name.name, name)
  const declared = id !== undefined && isFixed(id, source) ? declarationOf(id, source) : undefined
  const parent = declared?.parent
  return parent?.type === 'VariableDeclarator' && parent.id === declared && parent.init ? bare(parent.init) : undefined
}
