/** Members that are reached by name: what hangs on a function's prototype, what lies below a path of a package. */
import type { FileSummary } from '../summarise/summary.ts'
import type { FunctionNode, Target } from './target.ts'

/** `new f()` where `f.prototype.x` was assigned in the file that defines `f`. */
export function prototypesOf({ file, summary: fn }: FunctionNode, summary: FileSummary | undefined): readonly Target[] {
  return (summary?.bindings ?? [])
    .filter(
      (each) =>
        each.values.some((value) => value.k === 'fn' && value.fn === fn.index) &&
        Object.keys(each.props).some((name) => name.startsWith('#')),
    )
    .map((binding) => ({ t: 'owner', file, binding, onPrototype: true }))
}

/** A path of a package and a member of what it leads to. */
export function joinPath(path: string, name: string): string {
  if (path === '' || path.endsWith('#')) return path + name
  return `${path}.${name}`
}
