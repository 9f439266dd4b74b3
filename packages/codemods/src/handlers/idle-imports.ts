/** Imports that a move to Express 5 leaves without use, and patches of Express 4. */
import type { Node } from '@offloop/analysis'
import type { FileChange } from '../file-codemod.ts'
import type { Edit } from '../plan/plan.ts'
import { requiredName } from '../rewrite/import-statements.ts'
import type { Source } from '../rewrite/source.ts'
import { isFunction } from '../promises/completion.ts'
import { isOwnWrapper, wrapperModules } from './wrappers.ts'

/** Modules that patch Express 4 by being loaded. */
export const patchModules: ReadonlySet<string> = new Set(['express-async-errors', 'express-async-handler/patch'])

/** `import 'express-async-errors'` goes. */
export function withoutPatches(source: Source): FileChange[] {
  return source.program.body.flatMap((statement): FileChange[] => {
    const module =
      statement.type === 'ImportDeclaration' && statement.specifiers.length === 0
        ? statement.source.value
        : statement.type === 'ExpressionStatement'
          ? requiredName(statement.expression)
          : undefined
    if (module === undefined || !patchModules.has(module)) return []
    const place = { start: statement.start, end: statement.end, label: module }
    return [{ name: 'module', start: statement.start, end: statement.end, places: [place], edits: [lineOf(statement, source)], notes: [] }]
  })
}

/** Statements that declare a wrapper alone, none of whose uses is left once `taken` are made. */
export function idleWrappers(source: Source, taken: readonly FileChange[]): Edit[] {
  const gone = taken.flatMap(({ edits }) => edits.filter((each) => each.end > each.start))
  return source.program.body.flatMap((statement): Edit[] => {
    const name = wrapperName(statement)
    const id = name && source.scopes.lookup(name.name, name)
    if (!name || id === undefined) return []
    const others = source.references.of(id).filter((each) => each.start !== name.start)
    const isIdle =
      others.length > 0 &&
      others.every((each) => gone.some(({ start, end, text }) => start <= each.start && each.end <= end && !text.includes(each.name)))
    return isIdle ? [lineOf(statement, source)] : []
  })
}

/** The name that a statement at the top level declares, and nothing else, for a wrapper. */
function wrapperName(statement: Node): (Node & { readonly type: 'Identifier' }) | undefined {
  if (statement.type === 'FunctionDeclaration')
    return isFunction(statement) && isOwnWrapper(statement) && statement.id ? statement.id : undefined
  if (statement.type === 'ImportDeclaration') {
    const [only] = statement.specifiers
    const isWrapper = wrapperModules.has(statement.source.value) || /^(?:co$|[./])/u.test(statement.source.value)
    return isWrapper && statement.specifiers.length === 1 ? (only?.local as Node & { type: 'Identifier' }) : undefined
  }
  if (statement.type !== 'VariableDeclaration' || statement.declarations.length !== 1) return undefined
  const { id, init } = statement.declarations[0]!
  const module = init ? requiredName(init) : undefined
  const isWrapper =
    module !== undefined ? wrapperModules.has(module) || /^(?:co$|[./])/u.test(module) : isFunction(init) && isOwnWrapper(init)
  if (!isWrapper) return undefined
  if (id.type === 'Identifier') return id
  const [only] = id.type === 'ObjectPattern' ? id.properties : []
  return id.type === 'ObjectPattern' && id.properties.length === 1 && only?.type === 'Property' && only.value.type === 'Identifier'
    ? only.value
    : undefined
}

/** A statement with the rest of its line, and one of two blank lines around it. */
function lineOf({ start, end }: Node, { text }: Source): Edit {
  const rest = /^[\t ]*(?:\r?\n|$)/u.exec(text.slice(end))?.[0].length ?? 0
  const isBetween = start === 0 || /\n[\t ]*\r?\n$/u.test(text.slice(0, start))
  const blank = isBetween ? (/^[\t ]*\r?\n/u.exec(text.slice(end + rest))?.[0].length ?? 0) : 0
  return { start, end: end + rest + blank, text: '' }
}
