/** Another type checker for a project that is joined: mostly it knows of a call no more than that it is none of the project's. */
import { isBridgeCall } from './bridge.ts'
import { catalogueNames } from './external-names.ts'
import type { CallSite, Graph } from './graph.ts'
import { timingOf } from './hosts.ts'
import type { HostCall } from './hosts.ts'
import type { Target } from './target.ts'
import { isSyncTransaction } from './transactions.ts'

/** Takes calls off the unknown ones that are known now. False where an answer changes more than that: the project has to be joined anew. */
export function settleTypes(graph: Graph): boolean {
  const unknown = graph.unknownCalls as Map<string, readonly CallSite[]>
  for (const [name, sites] of unknown) {
    const known = new Set<CallSite>()
    for (const site of sites) {
      const found = graph.calleeTargets(site)
      if (found.length === 0) continue
      if (!isOfNoConcern(site, found, graph)) return false
      known.add(site)
    }
    if (known.size === sites.length) unknown.delete(name)
    else if (known.size > 0) {
      const left = sites.filter((site) => !known.has(site))
      unknown.set(name, left)
    }
  }
  return true
}

/** The call neither blocks nor reaches the project, was not guessed to, and runs what it is given when its name says. */
function isOfNoConcern(site: CallSite, found: readonly Target[], graph: Graph): boolean {
  const isOutside = (target: Target): boolean =>
    target.t === 'external' &&
    !catalogueNames(target.path).some((name) => graph.catalog.find(target.module, name)) &&
    !isSyncTransaction(target) &&
    hasSameTiming(site, target)
  const isGuessed = graph.callees(site.fn).some((edge) => edge.isGuess && edge.site === site)
  return !isGuessed && found.every(isOutside) && !isBridgeCall(found)
}

function hasSameTiming({ call: { name, text, args } }: CallSite, { module, path }: Target & { t: 'external' }): boolean {
  const host: HostCall = { name, isNew: false, ...(text === undefined ? {} : { text }) }
  return args.length === 0 || timingOf(host) === timingOf({ ...host, module, path })
}
