/** What a name can stand for. */
import type { Binding, ClassSummary, FunctionSummary, Value } from '../summarise/summary.ts'

/** A function of the project; one object per function, so that identity compares. */
export interface FunctionNode {
  readonly file: string
  readonly summary: FunctionSummary
}

/** What a name stands for: a function, a class, an object, something outside the project. */
export type Target =
  /** `isWrapped`: what stands for it calls it in its own way, as `debounce(save)` does. */
  | { readonly t: 'fn'; readonly node: FunctionNode; readonly receiver?: ClassSummary; readonly isWrapped?: boolean }
  | { readonly t: 'class'; readonly file: string; readonly cls: ClassSummary }
  | { readonly t: 'instance'; readonly file: string; readonly cls: ClassSummary }
  /** Properties that were assigned to a binding, or to its prototype. */
  | { readonly t: 'owner'; readonly file: string; readonly binding: Binding; readonly onPrototype: boolean }
  | { readonly t: 'object'; readonly file: string; readonly props: Readonly<Record<string, Value>> }
  | { readonly t: 'list'; readonly file: string; readonly items: readonly Value[] }
  | { readonly t: 'module'; readonly file: string }
  /** `path` grows as the value is used: `readFileSync`, `default()` (its result), `Database#` (an instance), `Database#prepare`. */
  | { readonly t: 'external'; readonly module: string; readonly path: string }
  | { readonly t: 'global'; readonly path: string }

/** Each target once. */
export function unique(targets: readonly Target[]): Target[] {
  const kept: Target[] = []
  for (const each of targets) if (!kept.some((other) => isSame(each, other))) kept.push(each)
  return kept
}

function isSame(a: Target, b: Target): boolean {
  if (a.t === 'fn') return b.t === 'fn' && a.node === b.node
  if (a.t === 'class' || a.t === 'instance') return a.t === b.t && a.cls === (b as typeof a).cls
  if (a.t === 'owner') return b.t === 'owner' && a.binding === b.binding && a.onPrototype === b.onPrototype
  if (a.t === 'object') return b.t === 'object' && a.props === b.props
  if (a.t === 'list') return b.t === 'list' && a.items === b.items
  if (a.t === 'module') return b.t === 'module' && a.file === b.file
  if (a.t === 'external') return b.t === 'external' && a.module === b.module && a.path === b.path
  return b.t === 'global' && a.path === b.path
}
