/** What goes over a port: calls and answers of one turn together, as flat lists, since copying objects costs more than most calls. */
import type { AbortNews } from './aborted.ts'
import type { Address } from './address.ts'
import type { Call, CallOrigin, Reply } from './link.ts'

/** Everything one side tells the other in one go. */
export interface Message {
  /** Five entries a call: id, function, arguments, origin, ticket. */
  calls?: unknown[]
  /** Three entries an answer without error and written variables: id, value, microseconds. */
  done?: unknown[]
  replies?: Reply[]
  started?: number[]
  /** Calls nobody waits for any more. */
  aborted?: AbortNews
  returned?: number[]
}

/** Calls as a flat list. A function goes by its address once and by its number from then on. */
export function packCalls(calls: readonly Call[], known: Map<Address, number>, fresh: Address[]): unknown[] {
  const flat: unknown[] = []
  for (const { id, address, args, origin, ticket } of calls) {
    let fn: unknown = known.get(address)
    if (fn === undefined) {
      known.set(address, known.size)
      fresh.push(address)
      fn = address
    }
    flat.push(id, fn, args, origin, ticket)
  }
  return flat
}

/** The calls of a flat list. */
export function unpackCalls(flat: readonly unknown[], known: Address[]): Call[] {
  const calls: Call[] = []
  for (let at = 0; at < flat.length; at += 5) {
    const fn = flat[at + 1] as Address | number
    if (typeof fn === 'object') known.push(fn)
    const address = typeof fn === 'object' ? fn : (known[fn] as Address)
    const [args, origin] = [flat[at + 2] as unknown[], flat[at + 3] as CallOrigin]
    calls.push({ id: flat[at] as number, address, args, origin, ticket: flat[at + 4] as number })
  }
  return calls
}

/** Answers, the plain ones as a flat list. */
export function packReplies(replies: readonly Reply[]): Message {
  const done: unknown[] = []
  const rest: Reply[] = []
  for (const reply of replies) {
    if (reply.isError || reply.written || reply.held) rest.push(reply)
    else done.push(reply.to, reply.value, reply.tookUs)
  }
  return { ...(done.length > 0 && { done }), ...(rest.length > 0 && { replies: rest }) }
}

/** The answers of a message. */
export function unpackReplies({ done = [], replies = [] }: Message): readonly Reply[] {
  if (done.length === 0) return replies
  const all: Reply[] = [...replies]
  for (let at = 0; at < done.length; at += 3) {
    all.push({ to: done[at] as number, isError: false, value: done[at + 1], written: undefined, tookUs: done[at + 2] as number })
  }
  return all
}
