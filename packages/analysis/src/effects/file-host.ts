/** What calls of a file lead to, where nothing but the file is there: its imports, its own functions, and globals. */
import type { Catalog } from '@offloop/catalog'
import type { Node } from '../parse/file.ts'
import { bare } from '../summarise/values.ts'
import type { Callee, EffectFile, EffectHost } from './host.ts'
import { memberName } from './names.ts'

/** Looks in one file, and knows nothing of others. */
export function fileHost(source: EffectFile, catalog: Catalog): EffectHost {
  const of = (expression: Node): readonly Callee[] => calleesOf(expression, source)
  return {
    catalog,
    open: () => source,
    callees: (_file, call) => ('callee' in call ? of(call.callee as Node) : []),
    argument: (_file, call, index) => ('arguments' in call && call.arguments[index] ? of(call.arguments[index] as Node) : []),
    isBuiltin: () => false,
  }
}

function calleesOf(expression: Node, source: EffectFile): readonly Callee[] {
  const path: string[] = []
  let at = bare(expression)
  while (at.type === 'MemberExpression') {
    const name = memberName(at)
    if (name === undefined) return []
    path.unshift(name)
    at = bare(at.object)
  }
  if (at.type !== 'Identifier') return []
  const { scopes } = source
  const id = scopes.lookup(at.name, at)
  if (id === undefined) return [{ t: 'global', path: [at.name, ...path].join('.') }]
  const { start } = scopes.declarations[id]!
  const imported = importedAt(start, source)
  if (imported) return [{ t: 'external', module: imported.module, path: [...imported.path, ...path].join('.') }]
  const fn = path.length === 0 ? functionAt(start, source) : undefined
  if (fn) return [{ t: 'fn', file: source.file, node: fn, name: at.name, isAsync: 'async' in fn && fn.async === true }]
  return [{ t: 'unknown' }]
}

/** The module and name that an import, or a `require`, of a package or of Node binds there. */
function importedAt(start: number, { program }: EffectFile): { readonly module: string; readonly path: readonly string[] } | undefined {
  for (const statement of program.body) {
    if (start < statement.start || start >= statement.end) continue
    if (statement.type === 'ImportDeclaration') {
      const each = statement.specifiers.find((specifier) => specifier.local.start === start)
      const name = each?.type === 'ImportSpecifier' ? ('name' in each.imported ? each.imported.name : each.imported.value) : undefined
      if (!each || isLocal(statement.source.value)) return undefined
      return {
        module: statement.source.value,
        path: name !== undefined ? [name] : each.type === 'ImportDefaultSpecifier' ? ['default'] : [],
      }
    }
    if (statement.type === 'VariableDeclaration') return requiredAt(start, statement)
  }
  return undefined
}

function requiredAt(start: number, { declarations }: Node & { readonly type: 'VariableDeclaration' }) {
  for (const { id, init } of declarations) {
    const call = init && bare(init)
    if (call?.type !== 'CallExpression' || call.callee.type !== 'Identifier' || call.callee.name !== 'require') continue
    const [specifier] = call.arguments
    if (specifier?.type !== 'Literal' || typeof specifier.value !== 'string' || isLocal(specifier.value)) continue
    if (id.type === 'Identifier' && id.start === start) return { module: specifier.value, path: [] }
    if (id.type !== 'ObjectPattern') continue
    for (const each of id.properties) {
      if (each.type !== 'Property' || each.value.start !== start || each.key.type !== 'Identifier') continue
      return { module: specifier.value, path: [each.key.name] }
    }
  }
  return undefined
}

function isLocal(specifier: string): boolean {
  return /^[./#]/u.test(specifier)
}

/** A function that is declared under a name, or a constant that is one. */
function functionAt(start: number, { nodes }: EffectFile): Node | undefined {
  for (const node of nodes) {
    if (node.type === 'FunctionDeclaration' && node.id?.start === start) return node
    if (node.type !== 'VariableDeclarator' || node.id.start !== start || node.id.type !== 'Identifier') continue
    const isConstant = node.parent?.type === 'VariableDeclaration' && node.parent.kind === 'const'
    const init = node.init && bare(node.init)
    return isConstant && (init?.type === 'ArrowFunctionExpression' || init?.type === 'FunctionExpression') ? init : undefined
  }
  return undefined
}
