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
  for (const [index, arg] of call.args.entries()) {
    for (const target of targets.of(file, arg)) {
      if (target.t !== 'fn') continue
      const timing = call.guard === 'development' ? 'elsewhere' : isProject
        ? givenToProject(callee, index, call.name, summaryOf)
        : timingOf({
            name: call.name,
            isNew: call.kind === 'new',
            ...(call.text === undefined ? {} : { text: call.text }),
            ...(external?.t === 'external' ? { module: external.module, path: external.path } : {}),
            ...(global?.t === 'global' ? { global: global.path } : {}),
          })
      add({ from: site.fn, to: target.node, kind: 'callback', timing, site, viaParameter: false, isGuess: false })
      if (timing === 'later' && !roots.has(target.node)) {
        const kind = laterKind(call.name)
        const isPromiseStep = call.name === 'then' || call.name === 'catch' || call.name === 'finally'
        if (!isPromiseStep)
          roots.set(target.node, {
            kind,
            name:
              kind === 'timer' ? `${call.name} callback` : `listener of ${call.text === undefined ? call.calleeText : `"${call.text}"`}`,
            place: placeOf(target.node),
          })
      }
    }
  }
}
