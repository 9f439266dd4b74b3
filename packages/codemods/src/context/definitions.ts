/** The text of a context variable's definition. */
import type { Source } from '../rewrite/source.ts'
import { styleOf } from '../edit/style.ts'
import type { StoreEdits } from './store.ts'

/** The package that has them. */
export const runtime = '@offloop/runtime'

/** Whether a file has types. */
export const isTyped = ({ file }: Source): boolean => /\.[cm]?tsx?$/.test(file)

/** `new ContextVar<T>('path-name', { default: value })`. */
export function newVariable(source: Source, local: string, type: string | undefined, fallback: string, to: StoreEdits): string {
  const { quote } = styleOf(source)
  const types = isTyped(source) && type !== undefined ? `<${type}>` : ''
  return `new ${to.imports(source).want(runtime, 'ContextVar')}${types}(${quote}${to.nameOf(source, local)}${quote}, { default: ${fallback} })`
}

/** A type with `undefined`, where it doesn't have it. */
export function orUndefined(type: string): string {
  if (/(?:^|\|\s*)undefined\s*(?:\||$)/.test(type) || /^(?:any|unknown)$/.test(type)) return type
  return `${/=>|\bextends\b/.test(type) ? `(${type})` : type} | undefined`
}
