/** Functions that are handed to a call: when do they run, and do they enter the loop? */
import type { LoopRoot } from '../ask/finding.ts'
import { placeOf } from './graph.ts'
import type { CallSite, Edge } from './graph.ts'
import { laterKind, timingOf } from './hosts.ts'
import type { FunctionNode, Target } from './target.ts'
import type { Targets } from './targets.ts'

/** Adds an edge to each function among the arguments; those that run later become roots. */
export function linkCallbacks(
  site: CallSite,
  callee: readonly Target[],
  targets: Targets,
  add: (edge: Edge) => void,
  roots: Map<FunctionNode, LoopRoot>,
): void {
  const { call, file } = site
  const external = callee.find((each) => each.t === 'external')
  const global = callee.find((each) => each.t === 'global')
  const isProject = callee.some((each) => each.t === 'fn' || each.t === 'class')
  for (const arg of call.args) {
    for (const target of targets.of(file, arg)) {
      if (target.t !== 'fn') continue
      const timing = isProject
        ? 'now'
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
