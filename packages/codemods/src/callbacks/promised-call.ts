/** How a call is written in its promise form. */
import type { Node } from '@offloop/analysis'
import type { ImportEdits } from '../rewrite/imports.ts'
import { importStatements, sameModule } from '../rewrite/import-statements.ts'
import type { ImportStatement } from '../rewrite/import-statements.ts'
import type { Source } from '../rewrite/source.ts'
import { originOf } from '../rewrite/origin.ts'
import type { Call } from './tree.ts'
import type { Target } from './unit.ts'

/** Something that the text of a change needs from a module, or no longer needs. */
export type Need =
  | { readonly module: string; readonly name: string }
  | { readonly released: string }
  /** The module of an import, all of whose names are promises now. */
  | { readonly literal: Node; readonly to: string }

/** The callee of a promise, and what it needs. */
export function promisedCallee(
  call: Call,
  target: Target,
  source: Source,
  imports: ImportEdits,
  moved: readonly ImportStatement[],
): { readonly text: string; readonly needs: readonly Need[] } {
  const { callee } = call
  const text = source.text.slice(callee.start, callee.end)
  if (!('form' in target)) return { text, needs: [] }
  const { form } = target
  if (form.kind === 'promisify' || isDescriptor(call, form.name)) {
    const promisify = named('node:util', 'promisify', call, imports)
    return { text: `${promisify.text}(${text})`, needs: promisify.needs }
  }
  if (callee.type === 'MemberExpression') {
    const origin = originOf(callee.object, source)
    const isWhole = origin?.path === '' && sameModule(`${origin.module}/promises`, form.module)
    if (isWhole) return { text: `${source.text.slice(callee.object.start, callee.object.end)}.promises.${form.name}`, needs: [] }
  }
  if (callee.type === 'Identifier') {
    const statement = moved.find((each) => each.specifiers.some(({ local }) => local === callee.name))
    if (statement) return { text, needs: [{ literal: statement.literal, to: form.module }] }
  }
  const found = named(form.module, form.name, call, imports)
  return callee.type === 'Identifier' ? { text: found.text, needs: [...found.needs, { released: callee.name }] } : found
}

/** A name of a module, or the member of one that is there as a whole. */
export function named(
  module: string,
  name: string,
  at: Node,
  imports: ImportEdits,
): { readonly text: string; readonly needs: readonly Need[] } {
  const member = imports.memberOf(module, name, at)
  return member === undefined ? { text: imports.want(module, name), needs: [{ module, name }] } : { text: member, needs: [] }
}

/** Takes a path or a file descriptor; the promise API takes a FileHandle instead of the latter. */
function isDescriptor(call: Call, name: string): boolean {
  const [first] = call.arguments
  return /^(?:readFile|writeFile|appendFile)$/u.test(name) && first?.type === 'Identifier' && /^fd$|Fd$|^descriptor$/u.test(first.name)
}

/** Imports whose names are all called as promises from now on: their module changes, and the names stay. */
export function movedImports(source: Source, awaited: readonly { readonly call: Call; readonly target: Target }[]): ImportStatement[] {
  const callees = new Map<Node, Call>()
  for (const { call, target } of awaited)
    if ('form' in target && target.form.kind === 'promises' && !isDescriptor(call, target.form.name)) callees.set(call.callee, call)
  return importStatements(source).filter(
    (each) =>
      !each.isWhole &&
      each.specifiers.length > 0 &&
      /^(?:node:)?(?:fs|stream|dns)$/u.test(each.module) &&
      each.specifiers.every(({ local, name }) => {
        const id = source.scopes.lookup(local, source.program)
        const mentions =
          id === undefined
            ? []
            : source.references.of(id).filter((mention) => !(each.statement.start <= mention.start && mention.end <= each.statement.end))
        return local === name && mentions.length > 0 && mentions.every((mention) => callees.has(mention))
      }),
  )
}
