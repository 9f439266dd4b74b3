/** The way of a request through hooks: inwards through `request`, outwards through `response` or, with an error, `error`. */
import { fullResponse } from './full-response.ts'
import type { HookName, MiddlewareHooks } from './middleware.ts'
import type { FullResponse, ViewRequest } from './view.ts'

/** Hooks of one middleware, under its name. */
export interface NamedHooks {
  readonly name: string
  readonly hooks: Pick<MiddlewareHooks, HookName>
}

/** Where a request stands. Outside of the list of hooks the walk is over: before the first, or after the last on its way inwards. */
export interface Walk {
  readonly request: ViewRequest
  /** The hooks that are next. */
  readonly at: number
  /** What it is on its way out with; undefined on its way in. */
  readonly outcome: Outcome | undefined
}

/** A response, or what was thrown. */
export type Outcome = { readonly response: FullResponse } | { readonly error: unknown }

/** A request on its way in. */
export const walkIn = (request: ViewRequest): Walk => ({ request, at: 0, outcome: undefined })

/** The same request on its way out. */
export const walkOut = (list: readonly NamedHooks[], { request }: Walk, outcome: Outcome): Walk => ({
  request,
  at: list.length - 1,
  outcome,
})

/** The response; throws what was thrown. */
export function responseOf({ outcome }: Walk): FullResponse {
  if (outcome && 'response' in outcome) return outcome.response
  throw outcome?.error
}

/** One hook after the other until the walk leaves the list. Yields what hooks gave, which may be promises. */
function* steps(list: readonly NamedHooks[], { request, at, outcome }: Walk): Generator<unknown, Walk> {
  for (let next = list[at]; next; next = list[at]) {
    const { name, hooks } = next
    try {
      if (!outcome) {
        const early = yield hooks.request?.(request)
        if (early === undefined) at++
        else outcome = { response: fullResponse(early, name) }
      } else if ('error' in outcome) {
        const handled = yield hooks.error?.(outcome.error, request)
        if (handled === undefined) at--
        else outcome = { response: fullResponse(handled, name) }
      } else {
        const changed = yield hooks.response?.(outcome.response, request)
        if (changed !== undefined) outcome = { response: fullResponse(changed, name) }
        at--
      }
    } catch (error) {
      outcome = { error }
      at--
    }
  }
  return { request, at, outcome }
}

/** Walks through hooks of the loop. */
export async function walkAsync(list: readonly NamedHooks[], walk: Walk): Promise<Walk> {
  const way = steps(list, walk)
  let step = way.next()
  while (!step.done) {
    try {
      const value = await step.value
      step = way.next(value)
    } catch (error) {
      step = way.throw(error)
    }
  }
  return step.value
}

/** Walks through sync hooks. A promise of one is refused where its result is looked at. */
export function walkSync(list: readonly NamedHooks[], walk: Walk): Walk {
  const way = steps(list, walk)
  let step = way.next()
  while (!step.done) step = way.next(step.value)
  return step.value
}
