/** Calls that start a program anew: its own `start()`, after what ran was stopped, or where the process would end otherwise. */
import type { FileSummary } from '../summarise/summary.ts'
import type { CallSite, Edge } from './graph.ts'
import type { FunctionNode, Target } from './target.ts'

/** What begins a program, in the words that programs use for it. */
const starting = /^(?:main|start(?:App|Server|Up)?|createServer|run|boot|bootstrap)$/i
const stopping = /^(?:stop|close|shutdown|shutDown|teardown|destroy|terminate|disconnect)(?:[A-Z]\w*)?$/

/** Calls of these names are worth the question whether they restart. */
export function mayRestart({ call }: CallSite): boolean {
  return starting.test(call.name)
}

/**
 * The callee is what its module runs at its top level to start, and this caller has awaited that something stops, or ends the process on its
 * other way: nothing is served while it starts again.
 */
export function isRestart(
  site: CallSite,
  callees: readonly Target[],
  callers: ReadonlyMap<FunctionNode, readonly Edge[]>,
  summaries: ReadonlyMap<string, FileSummary>,
): boolean {
  const { fn, call } = site
  if (fn.summary.kind === 'module' || callees.length === 0) return false
  const isStarter = (each: Target): boolean => each.t === 'fn' && isRunByItsModule(each.node, callers)
  if (!callees.every(isStarter)) return false
  return (summaries.get(site.file)?.calls ?? []).some(
    (each) =>
      each.fn === fn.summary.index &&
      (each.calleeText === 'process.exit' || (each.isAwaited && stopping.test(each.name) && each.end <= call.start)),
  )
}

function isRunByItsModule(fn: FunctionNode, callers: ReadonlyMap<FunctionNode, readonly Edge[]>): boolean {
  return (callers.get(fn) ?? []).some(
    ({ from, kind, timing }) => from.summary.kind === 'module' && from.file === fn.file && kind === 'call' && timing === 'now',
  )
}
