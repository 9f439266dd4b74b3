/** Functions that are handed to a call: when do they run, and do they enter the loop? */
import type { LoopRoot } from '../ask/finding.ts'
import type { FileSummary } from '../summarise/summary.ts'
import { placeOf } from './graph.ts'
import type { CallSite, Edge } from './graph.ts'
import { isListenerHost, laterKind, timingOf } from './hosts.ts'
import type { Timing } from './hosts.ts'
import { usesParameter } from './parameters.ts'
import type { FunctionNode, Target } from './target.ts'
import type { Targets } from './targets.ts'

/** A function of the project that calls what it is given, or hands it on, runs it in place; one that keeps it may run it later. */
function givenToProject(callee: readonly Target[], index: number, name: string, summaryOf: (file: string) => FileSummary): Timing {
  if (name === 'call' || name === 'apply' || name === 'bind') return 'now'
  const isUsed = (each: Target): boolean => {
    if (each.t === 'class') return each.cls.construct === undefined || usesParameter(summaryOf(each.file), each.cls.construct, index)
    return each.t === 'fn' && (each.node.summary.isBodiless || usesParameter(summaryOf(each.node.file), each.node.summary.index, index))
  }
  return callee.some(isUsed) ? 'now' : isListenerHost(name) ? 'later' : 'kept'
}

/** Adds an edge to each function among the arguments; those that run later become roots. */
export function linkCallbacks(
  site: CallSite,
  callee: readonly Target[],
  targets: Targets,
  add: (edge: Edge) => void,
  roots: Map<FunctionNode, LoopRoot>,
  summaryOf: (file: string) => FileSummary,
): void {
  const { call, file } = site
  const external = callee.find((each) => each.t === 'external')
  const global = callee.find((each) => each.t === 'global')
  const isProject = callee.some((each) => each.t === 'fn' || each.t === 'class')
  const timingAt = (index: number): Timing => {
    if (call.guard === 'development') return 'elsewhere'
    if (isProject) return givenToProject(callee, index, call.name, summaryOf)
    return timingOf({
      name: call.name,
      isNew: call.kind === 'new',
      ...(call.text === undefined ? {} : { text: call.text }),
      ...(external?.t === 'external' ? { module: external.module, path: external.path } : {}),
      ...(global?.t === 'global' ? { global: global.path } : {}),
    })
  }
  for (const [index, arg] of call.args.entries()) {
    const given = targets.of(file, arg).filter((each) => each.t === 'fn')
    // `watch(folder, debounce(() => load(), 200))`: what the wrapper gives back is the listener.
    const wrapped = arg.k === 'call' ? arg.args.filter((each) => each.k === 'fn').flatMap((each) => targets.of(file, each)) : []
    if (given.length + wrapped.length === 0) continue
    const timing = timingAt(index)
    for (const target of timing === 'later' && given.length === 0 ? wrapped : given) {
      if (target.t !== 'fn') continue
      add({ from: site.fn, to: target.node, kind: 'callback', timing, site, viaParameter: false, isGuess: false })
      if (timing === 'later' && !roots.has(target.node)) addLaterRoot(target.node, call, roots)
    }
  }
}

function addLaterRoot(node: FunctionNode, call: CallSite['call'], roots: Map<FunctionNode, LoopRoot>): void {
  if (call.name === 'then' || call.name === 'catch' || call.name === 'finally') return
  const kind = laterKind(call.name)
  const listener = `listener of ${call.text === undefined ? call.calleeText : `"${call.text}"`}`
  roots.set(node, { kind, name: kind === 'timer' ? `${call.name} callback` : listener, place: placeOf(node) })
}
