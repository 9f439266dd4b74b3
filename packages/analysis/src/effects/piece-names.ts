/** What names mean in the code that is looked at: parameters, kept exports, imports, targets of assignments. */
import type { Node } from '../parse/file.ts'
import { isFunctionNode } from '../summarise/scopes.ts'
import { bare } from '../summarise/values.ts'
import { rootOf } from './fresh.ts'
import type { EffectFile, Piece } from './host.ts'

/** The function around a name of which it is a parameter. */
function parameterOf(name: Node | undefined, { file }: Piece): { readonly fn: Node; readonly param: Node } | undefined {
  if (name?.type !== 'Identifier') return undefined
  const id = file.scopes.lookup(name.name, name)
  if (id === undefined) return undefined
  const { start } = file.scopes.declarations[id]!
  for (let at: Node | null | undefined = name.parent; at; at = at.parent) {
    if (!isFunctionNode(at) || !('params' in at)) continue
    const index = (at.params as Node[]).findIndex((each) => each.start <= start && start < each.end)
    if (index >= 0) return { fn: at, param: (at.params as Node[])[index]! }
  }
  return undefined
}

/** The name is a parameter of a function around it. */
export function isParameter(name: Node | undefined, piece: Piece): boolean {
  return parameterOf(name, piece) !== undefined
}

/** The name is a parameter whose type is written down. */
export function hasType(name: Node | undefined, piece: Piece): boolean {
  const param = parameterOf(name, piece)?.param
  return param !== undefined && 'typeAnnotation' in param && param.typeAnnotation !== null && param.typeAnnotation !== undefined
}

/** A variable that may be given another function: `let load`, or `const get = exports.get`, which is what was exported at that time. */
export function isExchanged(name: Node | undefined, { file }: Piece): boolean {
  const { scopes } = file
  const id = name?.type === 'Identifier' ? scopes.lookup(name.name, name) : undefined
  if (id === undefined) return false
  if (variablesOf(file).has(scopes.declarations[id]!.start)) return true
  const init = scopes.declarators.get(id)?.init
  const root = init?.type === 'MemberExpression' ? rootOf(init) : undefined
  return root?.type === 'Identifier' && (root.name === 'exports' || root.name === 'module')
}

/** `resolve` and `reject` of `new Promise((resolve, reject) => …)`. */
export function isExecutorsOwn(name: Node, piece: Piece): boolean {
  const fn = parameterOf(name, piece)?.fn
  const made = fn?.parent
  return made?.type === 'NewExpression' && made.callee.type === 'Identifier' && made.callee.name === 'Promise' && made.arguments[0] === fn
}

/** The module that a name, or the receiver of a member, is imported from, without `node:`. */
export function moduleIn({ scopes, nodes }: EffectFile, expression: Node): string | undefined {
  const root = rootOf(expression)
  const id = root?.type === 'Identifier' ? scopes.lookup(root.name, root) : undefined
  if (id === undefined || !scopes.isTopLevel(id)) return undefined
  const { start } = scopes.declarations[id]!
  const from = nodes.find((each) => each.type === 'ImportDeclaration' && each.start <= start && start < each.end)
  return from?.type === 'ImportDeclaration' ? from.source.value.replace(/^node:/u, '') : undefined
}

/** The names and members that an assignment fills. */
export function targetsIn(target: Node): Node[] {
  const at = bare(target)
  switch (at.type) {
    case 'ObjectPattern':
      return at.properties.flatMap((each) => targetsIn(each.type === 'RestElement' ? each.argument : each.value))
    case 'ArrayPattern':
      return at.elements.flatMap((each) => (each ? targetsIn(each) : []))
    case 'AssignmentPattern':
      return targetsIn(at.left)
    case 'RestElement':
      return targetsIn(at.argument)
    default:
      return [at]
  }
}

const variables = new WeakMap<EffectFile, ReadonlySet<number>>()

/** Where names are declared with `let` and `var`. */
function variablesOf(file: EffectFile): ReadonlySet<number> {
  let known = variables.get(file)
  if (!known) {
    const declared = file.nodes.flatMap((each) => (each.type === 'VariableDeclaration' && each.kind !== 'const' ? each.declarations : []))
    variables.set(
      file,
      (known = new Set(declared.filter(({ init }) => !isRequire(init)).flatMap(({ id }) => targetsIn(id).map(({ start }) => start)))),
    )
  }
  return known
}

/** `var fs = require('fs')`. */
function isRequire(init: Node | null): boolean {
  const at = init && rootOf(init)
  return at?.type === 'Identifier' && at.name === 'require'
}
