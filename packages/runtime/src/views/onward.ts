/** From a thread that holds a part of a chain back to the loop, for the rest of it. */
import { shared } from '../process-state.ts'
import type { FullResponse, ViewRequest } from './view.ts'

type Rest = (request: ViewRequest) => Promise<FullResponse>

const open = shared('open chains', () => ({ rests: new Map<number, Rest>(), last: 0 }))

/** Calls `fn` with a number under which a thread can ask for the rest of a chain while it runs. */
export async function withRest<T>(rest: Rest, fn: (number: number) => Promise<T>): Promise<T> {
  const number = ++open.last
  open.rests.set(number, rest)
  try {
    return await fn(number)
  } finally {
    open.rests.delete(number)
  }
}

/** Runs the rest of a chain on the loop. */
export async function continueOnLoop(number: number, request: ViewRequest): Promise<FullResponse> {
  const rest = open.rests.get(number)
  if (!rest)
    throw new Error('The rest of this chain was asked for after its request had ended: call getResponse while the middleware runs.')
  return rest(request)
}
