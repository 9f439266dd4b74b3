/** Which statements of a script move into `async function main()`, so that a CommonJS module can await where it starts. */
import type { FunctionNode, Graph, Node } from '@offloop/analysis'
import { walk } from '@offloop/analysis'
import type { EditSet } from '../edit/edits.ts'
import type { Obstacle } from '../rewrite/await.ts'
import { isImportLike, requiredName } from '../rewrite/import-statements.ts'
import type { Source, Sources } from '../rewrite/source.ts'
import { wrapMain } from '../rewrite/wrap-main.ts'
import type { Modules } from './modules.ts'

/** From the first statement that may have to await to the last one that is more than a declaration of a function. */
export interface MainRange {
  readonly start: number
  readonly end: number
}

/** The statements of a module's top level, or why they have to stay where they are. */
export function mainRange(fn: FunctionNode, source: Source, graph: Graph, modules: Modules): MainRange | Obstacle {
  const stays = (message: string): Obstacle => ({ reason: 'cjs-top-level', message })
  if (modules.isLoaded(fn.file)) return stays('the top level of a CommonJS module cannot await, and another module loads this one')
  if (!source.text.startsWith('#!') && loadsByName(graph))
    return stays('the top level of a CommonJS module cannot await, and a module whose name is computed is loaded, which may be this one')
  if (handsOut(source)) return stays('the top level of a CommonJS module cannot await, and this one exports something')
  const { body } = source.program
  const calls = [
    ...graph.callees(fn).map((each) => each.site.call.start),
    ...graph.blocking.flatMap((each) => (each.fn === fn ? each.call.start : [])),
  ]
  const first = body.findIndex((each) => calls.some((start) => each.start <= start && start < each.end))
  const last = body.findLastIndex((each) => !isDeclaration(each))
  if (first < 0 || last < first) return stays('the top level of a CommonJS module cannot await')
  const moved = body.slice(first, last + 1)
  if (!body.slice(0, first).some(isImportLike) || moved.some((each) => isImportLike(each) || requires(each)))
    return stays('the top level of a CommonJS module cannot await, and this one loads others between its calls')
  const range = { start: moved[0]!.start, end: moved.at(-1)!.end }
  if (usesModuleScope(moved)) return stays('the top level of a CommonJS module cannot await, and this one uses its `this` or `arguments`')
  const shared = sharedName(range, source)
  if (shared !== undefined)
    return stays(`the top level of a CommonJS module cannot await, and ${shared} is used by functions above its calls`)
  return range
}

/** Wraps the top level of those among the functions that are CommonJS modules: it awaits from now on. */
export function wrapMains(
  edits: EditSet,
  functions: Iterable<FunctionNode>,
  { graph, sources, modules }: { readonly graph: Graph; readonly sources: Sources; readonly modules: Modules },
): void {
  for (const fn of functions) {
    if (fn.summary.kind !== 'module' || modules.isEsm(fn.file)) continue
    const source = sources.of(fn.file)
    const range = mainRange(fn, source, graph, modules)
    if ('start' in range) wrapMain(edits, range, source)
  }
}

/** A declaration that is hoisted or has no value. */
function isDeclaration(statement: Node): boolean {
  return /^(FunctionDeclaration|TSInterfaceDeclaration|TSTypeAliasDeclaration|EmptyStatement)$/.test(statement.type)
}

/** `require(name)` somewhere in the project. */
function loadsByName({ summaries }: Graph): boolean {
  for (const { calls } of summaries.values())
    if (calls.some((each) => each.calleeText === 'require' && each.text === undefined)) return true
  return false
}

/** `exports.x = …`, `module.exports`, `export`: `require.main === module` and `module.parent` only ask who started it. */
function handsOut({ program, scopes }: Source): boolean {
  let found = program.body.some((each) => each.type.startsWith('Export') || each.type === 'TSExportAssignment')
  walk(program, (node) => {
    if (node.type !== 'Identifier' || (node.name !== 'exports' && node.name !== 'module')) return !found
    const { parent } = node
    if (parent?.type === 'MemberExpression' && parent.property === node && !parent.computed) return !found
    if (parent?.type === 'Property' && parent.key === node && !parent.computed && !parent.shorthand) return !found
    if (scopes.lookup(node.name, node) !== undefined) return !found
    const isAsked =
      parent?.type === 'BinaryExpression' ||
      (parent?.type === 'MemberExpression' && parent.property.type === 'Identifier' && parent.property.name === 'parent')
    if (node.name === 'exports' || !isAsked) found = true
    return !found
  })
  return found
}

function requires(statement: Node): boolean {
  let found = false
  walk(statement, (node) => {
    if (/Function/.test(node.type)) return false
    if (requiredName(node) !== undefined && node.parent?.type === 'VariableDeclarator') found = true
    return !found
  })
  return found
}

/** What means something else in a function. */
function usesModuleScope(statements: readonly Node[]): boolean {
  let found = false
  for (const statement of statements)
    walk(statement, (node) => {
      if (node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ClassBody') return false
      if (node.type === 'ThisExpression' || (node.type === 'Identifier' && node.name === 'arguments')) found = true
      return !found
    })
  return found
}

/** A name that the statements declare and that is used outside of them, where it would be unknown. */
function sharedName({ start, end }: MainRange, { scopes, nodes }: Source): string | undefined {
  const isWithin = (at: number): boolean => start <= at && at < end
  const own = new Set(scopes.declarations.flatMap((each, id) => (scopes.isTopLevel(id) && isWithin(each.start) ? id : [])))
  const used = nodes.find((each) => {
    if (each.type !== 'Identifier' || isWithin(each.start)) return false
    const id = scopes.lookup(each.name, each)
    return id !== undefined && own.has(id)
  })
  return used?.type === 'Identifier' ? used.name : undefined
}
