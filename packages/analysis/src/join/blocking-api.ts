/** Is a call one of the catalogue's? */
import type { BlockingApi, Catalog } from '@offloop/catalog'
import type { CallSummary, Value } from '../summarise/summary.ts'
import { catalogueNames } from './external-names.ts'
import type { Target } from './target.ts'
import type { Targets } from './targets.ts'

/** The entry that a call with these callees means; none where it has a callback and only blocks without. */
export function blockingApi(
  found: readonly Target[],
  call: CallSummary,
  targets: Targets,
  file: string,
  catalog: Catalog,
): BlockingApi | undefined {
  for (const target of found) {
    if (target.t !== 'external' && target.t !== 'global') continue
    const module = target.t === 'external' ? target.module : 'globalThis'
    if (!catalog.knows(module)) continue
    if (target.t === 'external' && /\.(call|apply)$/.test(target.path)) continue
    for (const name of catalogueNames(target.path)) {
      const api = catalog.find(module, name)
      if (!api) continue
      const last = call.args.at(-1)
      const hasCallback =
        last !== undefined &&
        (last.k === 'fn' || last.k === 'param' || targets.of(file, last).some((each) => each.t === 'fn') || looksLikeCallback(last))
      if (api.onlyWithoutCallback && (hasCallback || call.hasSpread)) continue
      return api
    }
  }
  return undefined
}

function looksLikeCallback(value: Value): boolean {
  return (value.k === 'member' && /^(cb|callback|done|next)$/i.test(value.name)) || value.k === 'call'
}
