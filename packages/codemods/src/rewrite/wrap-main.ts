/** Moves the statements with which a script starts into an async function. */
import type { EditSet } from '../edit/edits.ts'
import { styleOf } from '../edit/style.ts'
import { freeName } from './free-name.ts'
import type { Source } from './source.ts'

/** `async function main() { … }` around the statements, and its call; an error ends the process as it did before. */
export function wrapMain(edits: EditSet, { start, end }: { readonly start: number; readonly end: number }, source: Source): void {
  const { newline, semicolon } = styleOf(source)
  const name = ['main', 'start', 'script'].find((each) => freeName(each, source.text) === each) ?? freeName('main', source.text)
  const isShort = !source.text.slice(start, end).includes('\n')
  const failing = `${name}().catch((error) => { queueMicrotask(() => { throw error }) })${semicolon}`
  edits.insert(source.file, start, `async function ${name}() {${newline}${isShort ? '  ' : ''}`, -10_000)
  edits.insert(source.file, end, `${newline}}${newline}${newline}${failing}`, 10_000)
}
