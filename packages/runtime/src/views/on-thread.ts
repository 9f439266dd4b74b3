/** The part of a chain that runs on a thread: middleware around one another and the view, or hooks on their own. */
import { asyncToSync } from '../async-to-sync.ts'
import type { AnyFunction } from '../async-brand.ts'
import { InvalidResponseError } from '../errors.ts'
import { packError, unpackError } from '../threads/carry-error.ts'
import { keepIterator, isIterator } from '../threads/iterators.ts'
import { answerOf, fullResponse } from './full-response.ts'
import type { LayerPlan } from './layer.ts'
import { continueOnLoop } from './onward.ts'
import { isStream } from './stream.ts'
import type { FullResponse, View, ViewRequest } from './view.ts'
import { responseOf, walkIn, walkOut, walkSync, type NamedHooks, type Outcome, type Walk } from './walk.ts'

/** What a thread builds its part of. */
export interface ThreadPlan {
  readonly layers: readonly LayerPlan[]
}

type Run = (request: ViewRequest) => FullResponse
type Factory = (getResponse: Run) => View
/** `onward` is the number of the rest on the loop; where `isSent`, the response goes out as it is, so that data becomes JSON here. */
type HeldRun = (request: ViewRequest, onward: number | undefined, isSent: boolean) => FullResponse
const onLoop = asyncToSync(continueOnLoop)

/** Makes what a thread runs of a chain without giving it up: its middleware and view, or what is further in, on the loop. */
export function heldChain({ layers }: ThreadPlan, ...fns: AnyFunction[]): HeldRun {
  // Sync code of one thread nests: what was started last ends first, so that one variable tells whose rest is meant.
  let rest: number | undefined
  let at = 0
  const parts = layers.map((layer) => ({ layer, own: fns.slice(at, (at += layer.kind === 'hooks' ? layer.hooks.length : 1)) }))
  const run = parts.reduceRight<Run>(
    (inner, { layer, own }) => runOf(layer, own, inner),
    (request) => onLoop(rest ?? -1, request),
  )
  const name = layers.at(-1)?.name ?? 'The chain'
  return (request, onward, isSent) => {
    const before = rest
    rest = onward
    try {
      const response = run(request)
      return sendable(isSent ? { ...answerOf(response, name) } : response, name)
    } finally {
      rest = before
    }
  }
}

function runOf({ kind, name, hooks }: LayerPlan, own: readonly AnyFunction[], inner: Run): Run {
  if (kind === 'hooks') {
    const list = [named(name, hooks, own)]
    return (request) => {
      const walk = walkSync(list, walkIn(request))
      return responseOf(walk.outcome ? walk : walkSync(list, walkOut(list, walk, outcomeOf(inner, walk.request))))
    }
  }
  const [fn] = own as unknown as [View | Factory]
  const handler = kind === 'view' ? (fn as View) : (fn as Factory)(inner)
  return (request) => fullResponse(handler(request), name)
}

function outcomeOf(run: Run, request: ViewRequest): Outcome {
  try {
    return { response: run(request) }
  } catch (error) {
    return { error }
  }
}

const named = (name: string, hooks: LayerPlan['hooks'], own: readonly AnyFunction[]): NamedHooks => ({
  name,
  hooks: Object.fromEntries(hooks.map((hook, index) => [hook, own[index]])),
})

/** Makes what a thread does for a walk through hooks that the loop goes on with. */
export function visitChain({ layers }: ThreadPlan, ...fns: AnyFunction[]): (walk: Walk) => Walk {
  let at = 0
  const list = layers.map(({ name, hooks }) => named(name, hooks, fns.slice(at, (at += hooks.length))))
  return (walk) => {
    const after = walkSync(list, unpackWalk(walk))
    const { outcome } = after
    return packWalk(outcome && 'response' in outcome ? { ...after, outcome: { response: sendable(outcome.response, 'The hooks') } } : after)
  }
}

/** A walk as it crosses: errors need their class again. */
export const packWalk = (walk: Walk): Walk =>
  walk.outcome && 'error' in walk.outcome ? { ...walk, outcome: { error: packError(walk.outcome.error) } } : walk

/** The walk again. */
export const unpackWalk = (walk: Walk): Walk =>
  walk.outcome && 'error' in walk.outcome ? { ...walk, outcome: { error: unpackError(walk.outcome.error) } } : walk

/** An iterator stays on this thread, and is asked for piece by piece. */
function sendable(response: FullResponse, name: string): FullResponse {
  const { body } = response
  if (isIterator(body)) return { ...response, body: keepIterator(body) }
  if (isStream(body)) throw new InvalidResponseError(name, 'an async stream from sync code: give a generator, or make it async')
  return response
}
