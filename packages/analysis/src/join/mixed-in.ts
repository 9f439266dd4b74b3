/** Guesses at methods of other files that are mixed into an object and called by names that are data: `this[task.action](task)`. */
import type { FileSummary, Value } from '../summarise/summary.ts'
import type { CallSite, Edge } from './graph.ts'
import type { FunctionNode } from './target.ts'
import type { Targets } from './targets.ts'

/** The names that the project gives to the property from which a call in a method of an object reads the name of another method, where the object has none of that name. */
export function namesByData(
  { file, fn, call }: CallSite,
  targets: Targets,
  functions: FileSummary['functions'],
  textsOf: (field: string) => Iterable<string>,
): string[] {
  if (call.callee.k !== 'item' || call.callee.field === undefined) return []
  const around = new Set<number>()
  for (let at = fn.summary; at.index !== 0; at = functions[at.parent]!) around.add(at.index)
  // A table has what it has; `this` of a literal may have got more.
  const self = targets
    .of(file, call.callee.of)
    .find(
      (each) =>
        each.t === 'object' && each.file === file && Object.values(each.props).some((held) => held.k === 'fn' && around.has(held.fn)),
    )
  if (self?.t !== 'object') return []
  return [...textsOf(call.callee.field)].filter((name) => !Object.hasOwn(self.props, name))
}

/** Takes a name for the only function of that name that stands in an object literal of the project. */
export function linkMixedIn(
  summaries: ReadonlyMap<string, FileSummary>,
  nodes: ReadonlyMap<string, readonly FunctionNode[]>,
  dataCalls: ReadonlyMap<string, readonly CallSite[]>,
  add: (edge: Edge) => void,
): void {
  if (dataCalls.size === 0) return
  const byName = new Map<string, Set<FunctionNode>>()
  for (const [file, { calls, exports }] of summaries) {
    const note = (value: Value): void => {
      if (value.k !== 'object') return
      for (const [name, held] of Object.entries(value.props)) {
        if (held.k !== 'fn' || !dataCalls.has(name)) continue
        const known = byName.get(name)
        if (known) known.add(nodes.get(file)![held.fn]!)
        else byName.set(name, new Set([nodes.get(file)![held.fn]!]))
      }
    }
    for (const { args } of calls) args.forEach(note)
    for (const { value } of exports) note(value)
  }
  for (const [name, functions] of byName) {
    const [only] = functions
    if (functions.size !== 1 || !only) continue
    for (const site of dataCalls.get(name)!)
      add({ from: site.fn, to: only, kind: 'call', timing: 'now', site, viaParameter: false, isGuess: true })
  }
}
