/** Who extends or implements a class, and which methods therefore change together. */
import type { FileSummary } from '../summarise/summary.ts'
import type { FunctionNode } from './target.ts'
import type { Targets } from './targets.ts'

/** Classes by the class or interface that they come from, at any distance. */
export type Heirs = ReadonlyMap<unknown, readonly { file: string; cls: FileSummary['classes'][number] }[]>

/** Fills `heirs`, which `targets` reads. */
export function collectHeirs(
  summaries: ReadonlyMap<string, FileSummary>,
  targets: Targets,
  heirs: Map<unknown, { file: string; cls: FileSummary['classes'][number] }[]>,
): void {
  for (const [file, summary] of summaries) {
    for (const cls of summary.classes) {
      const seen = new Set<unknown>([cls])
      const queue = [{ file, cls }]
      for (let at = queue.pop(); at; at = queue.pop()) {
        for (const parent of at.cls.parents) {
          for (const each of targets.of(at.file, parent)) {
            if (each.t !== 'class' || seen.has(each.cls)) continue
            seen.add(each.cls)
            const list = heirs.get(each.cls)
            if (list) list.push({ file, cls })
            else heirs.set(each.cls, [{ file, cls }])
            queue.push({ file: each.file, cls: each.cls })
          }
        }
      }
    }
  }
  targets.forget()
}

/** The same member in base classes, heirs and interfaces. */
export function familyOf(
  fn: FunctionNode,
  summaries: ReadonlyMap<string, FileSummary>,
  nodes: ReadonlyMap<string, readonly FunctionNode[]>,
  targets: Targets,
  heirs: Heirs,
): readonly FunctionNode[] {
  if (fn.summary.cls === undefined || fn.summary.kind === 'constructor') return [fn]
  const start = summaries.get(fn.file)!.classes[fn.summary.cls]!
  const side = fn.summary.isStatic ? 'statics' : 'members'
  const name = Object.keys(start[side]).find((key) => start[side][key]!.some((value) => value.k === 'fn' && value.fn === fn.summary.index))
  if (name === undefined) return [fn]
  const family = new Set<FunctionNode>([fn])
  const seen = new Set<unknown>()
  const queue = [{ file: fn.file, cls: start }]
  for (let at = queue.pop(); at; at = queue.pop()) {
    if (seen.has(at.cls)) continue
    seen.add(at.cls)
    if (Object.hasOwn(at.cls[side], name))
      for (const value of at.cls[side][name]!) if (value.k === 'fn') family.add(nodes.get(at.file)![value.fn]!)
    for (const parent of at.cls.parents) for (const each of targets.of(at.file, parent)) if (each.t === 'class') queue.push(each)
    queue.push(...(heirs.get(at.cls) ?? []))
  }
  return [...family]
}
