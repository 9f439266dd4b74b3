/** Where values are looked up. */
import type { ClassSummary, FileSummary, Value } from '../summarise/summary.ts'
import type { ModuleRef } from './resolve.ts'
import type { FunctionNode } from './target.ts'

/** What is asked for the summaries and files behind a name. */
export interface TargetSource {
  summary(file: string): FileSummary | undefined
  fn(file: string, index: number): FunctionNode
  resolve(from: string, specifier: string): ModuleRef
  /** Files of the project that a specifier with `*` in it may mean. */
  matching(from: string, specifier: string): readonly string[]
  /** What is passed for a parameter, where the callers are known. */
  argumentsFor(node: FunctionNode, index: number): readonly { readonly file: string; readonly value: Value }[]
  /** Strings that the project gives to properties of a name: `save` for `action` where it has `{ action: 'save' }`. */
  texts(field: string): Iterable<string>
  /** Classes that extend or implement a class. */
  heirs(cls: ClassSummary): readonly { readonly file: string; readonly cls: ClassSummary }[]
}
