/** The names that the values of a callback have after an `await`. */
import type { Node } from '@offloop/analysis'
import type { Source } from '../rewrite/source.ts'
import { isWrite } from '../rewrite/origin.ts'
import type { Inline, Target } from './unit.ts'

interface Naming {
  readonly source: Source
  readonly renames: ReadonlyMap<number, string>
}

/** The texts of it. */
export interface Values {
  /** Names to declare before a `try`. */
  readonly locals: readonly string[]
  /** `const data = ` */
  readonly declared: string
  /** `data = ` */
  readonly assigned: string
  readonly closing: string
  /** What follows where no error matters. */
  readonly ignored: string
}

/** How the values of a callback are declared. */
export function valueNames(inline: Inline, target: Target, writing: Naming): Values {
  const { source } = writing
  const { fn, values } = inline
  const members = 'form' in target && target.form.values.length > 1 ? target.form.values : undefined
  const named = values.map((each) => (each.type === 'Identifier' ? bound(each, fn, source) : { isUsed: true, isWritten: false }))
  const used = values.flatMap((each, index) => (named[index]!.isUsed ? [{ node: each, index }] : []))
  const keyword = named.some((each) => each.isWritten) ? 'let' : 'const'
  const textOf = (node: Node): string => (node.type === 'Identifier' ? nameOfBinding(node, fn, writing) : patternText(node, source))
  if (used.length === 0) return { locals: [], declared: '', assigned: '', closing: '', ignored: '.catch(() => {})' }
  const locals = used.map(({ node }) => textOf(node))
  if (!members)
    return { locals, declared: `${keyword} ${locals[0]} = `, assigned: `${locals[0]} = `, closing: '', ignored: '.catch(() => undefined)' }
  const pattern = `{ ${used.map(({ index }, at) => (members[index] === locals[at] ? locals[at] : `${members[index]}: ${locals[at]}`)).join(', ')} }`
  const isOutput = members.includes('stdout')
  return {
    ...{ locals, declared: `${keyword} ${pattern} = `, assigned: `;(${pattern} = `.slice(1), closing: ')' },
    ignored: isOutput ? '.catch((error) => error)' : '.catch(() => ({}))',
  }
}

function bound(
  name: Node & { readonly type: 'Identifier' },
  fn: Node,
  source: Source,
): { readonly isUsed: boolean; readonly isWritten: boolean } {
  const mentions = source.references.of(source.scopes.lookup(name.name, fn)!).filter((each) => each !== name)
  return { isUsed: mentions.length > 0, isWritten: mentions.some(isWrite) }
}

/** The name of a parameter, or its new one. */
export function nameOfBinding(name: Node & { readonly type: 'Identifier' }, fn: Node, { source, renames }: Naming): string {
  return renames.get(source.scopes.lookup(name.name, fn)!) ?? name.name
}

function patternText(node: Node, source: Source): string {
  const type = 'typeAnnotation' in node && node.typeAnnotation ? (node.typeAnnotation as Node) : undefined
  return source.text.slice(node.start, type ? type.start : node.end)
}
