/** Is a call one of the catalogue's? */
import type { BlockingApi, Catalog } from '@offloop/catalog'
import type { CallSummary, Value } from '../summarise/summary.ts'
import { catalogueNames } from './external-names.ts'
import type { Target } from './target.ts'
import type { Targets } from './targets.ts'

/** The entry that a call with these callees means; none where it has a callback and only blocks without. `nameOf`: what a binding of the file is called. */
export function blockingApi(
  found: readonly Target[],
  call: CallSummary,
  targets: Targets,
  file: string,
  catalog: Catalog,
  nameOf: (binding: number) => string | undefined,
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
        last !== undefined && (last.k === 'fn' || targets.of(file, last).some((each) => each.t === 'fn') || looksLikeCallback(last, nameOf))
      if (api.onlyWithoutCallback && (hasCallback || call.hasSpread)) continue
      return api
    }
  }
  return undefined
}

const callbackName = /^(?:cb|callback|done|next|resolve|reject|fulfil|fulfill)$|(?:Callback|Cb)$/i

/** A parameter or a property may be anything; its name tells a callback from options. */
function looksLikeCallback(value: Value, nameOf: (binding: number) => string | undefined): boolean {
  if (value.k === 'call') return true
  return callbackName.test((value.k === 'member' ? value.name : value.k === 'binding' ? nameOf(value.id) : undefined) ?? '')
}
