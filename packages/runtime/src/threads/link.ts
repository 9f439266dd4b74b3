/** How two threads call each other: a port, and a counter per direction that wakes a side that blocks. */
import { availableParallelism } from 'node:os'
import { receiveMessageOnPort, type MessagePort, type TransferListItem } from 'node:worker_threads'
import { ThreadCrashedError } from '../errors.ts'
import { takeAbort } from './aborted.ts'
import type { Address } from './address.ts'
import type { Carried } from './carry.ts'
import { packCalls, packReplies, unpackCalls, unpackReplies, type Message } from './message.ts'

/** What calls of one task have in common. */
export interface CallOrigin {
  /** Whether the function is awaited on the other side. */
  readonly isAsync: boolean
  /** Ids of the calls this one was made for, outermost first. */
  readonly chain: readonly number[]
  readonly context: readonly Carried[]
  /** The caller's context, by a number that is its own on every thread. */
  readonly contextId: number
  /** Whether the caller wants to know when the call starts. */
  readonly isTimed: boolean
  /** Which designated thread: a lane of the caller's thread-sensitive scope, or the process-wide one. */
  readonly lane: number | undefined
  /** The thread that holds the iterator of which this call is a step. */
  readonly threadId?: number
}

/** A call on its way to another thread. */
export interface Call {
  readonly id: number
  readonly address: Address
  readonly args: readonly unknown[]
  readonly origin: CallOrigin
  /** Its offer, where the sender may want it back until the thread has taken it; else 0. */
  ticket: number
}

/** The answer to a call. */
export interface Reply {
  readonly to: number
  readonly isError: boolean
  readonly value: unknown
  readonly written: readonly Carried[] | undefined
  /** Microseconds that the call took on its thread. */
  readonly tookUs: number
  /** By how many the iterators that the thread holds have become more or fewer. */
  readonly held?: number
}

/** Who waits for the answer to a call. */
export interface Waiter {
  settle(reply: Reply): void
  /** The call of that id runs from now on. */
  onStart?(id: number): void
}

/** What a side does with what arrives. */
export interface LinkHandlers {
  serve(calls: readonly Call[], link: Link): void
  /** The other side no longer waits for these calls. */
  onAbort?(ids: readonly number[], reason: unknown): void
  /** The other side hands back calls that it has not started. */
  onReturn?(ids: readonly number[]): void
  /** This side is about to block. */
  onBlock?(link: Link): void
}

/** The exit of a thread is an event, and no event reaches a thread that blocks: it looks after the other one in this interval, in ms. */
const lookAfterMs = 100

/** Some tens of microseconds. With a single core the other thread could not answer meanwhile. Measured by the group `sync-calls` of the benches. */
const mostLooks = availableParallelism() > 1 ? 3000 : 0

/** One end of the connection between two threads. */
export class Link {
  readonly port: MessagePort
  readonly #counters: Int32Array
  readonly #inbound: 0 | 1
  readonly #handlers: LinkHandlers
  /** What the counter was when news were looked for. */
  #drainedAt = 0
  readonly #waiting = new Map<number, Waiter>()
  readonly #known = { sent: new Map<Address, number>(), received: [] as Address[] }
  /** Ids of the calls whose frames of this thread block on this link, outermost first. */
  readonly blocked: number[] = []
  /** The other thread has ended. Known when something was sent in vain. */
  isCut = false
  /** How many async calls of the other side run here; it blocks until they have ended. */
  serving = 0
  constructor(port: MessagePort, buffer: SharedArrayBuffer, inbound: 0 | 1, handlers: LinkHandlers) {
    this.port = port
    this.#counters = new Int32Array(buffer)
    this.#inbound = inbound
    this.#handlers = handlers
    port.on('message', (message: Message) => this.#receive(message))
  }
  #receive(message: Message): void {
    for (const id of message.started ?? []) this.#waiting.get(id)?.onStart?.(id)
    for (const reply of unpackReplies(message)) {
      const waiter = this.#waiting.get(reply.to)
      this.#waiting.delete(reply.to)
      waiter?.settle(reply)
    }
    if (message.aborted) this.#handlers.onAbort?.(message.aborted.ids, takeAbort(message.aborted))
    if (message.returned) this.#handlers.onReturn?.(message.returned)
    if (message.calls) this.#handlers.serve(unpackCalls(message.calls, this.#known.received), this)
  }
  /** Sends what the other side handles in one turn. */
  post(message: Message, transfer: readonly TransferListItem[] = []): void {
    // Node answers false where the port at the other end is closed, at once and on every version; its types don't say so.
    const isSent = this.port.postMessage(message, transfer as TransferListItem[]) as unknown
    if (isSent === false) this.isCut = true
    const outbound = 1 - this.#inbound
    Atomics.add(this.#counters, outbound, 1)
    Atomics.notify(this.#counters, outbound)
  }
  /** Sends calls with who waits for their answers. Nothing is sent where one can't be copied. */
  call(calls: readonly Call[], waiter: Waiter, transfer: readonly TransferListItem[] = []): void {
    const fresh: Address[] = []
    try {
      this.post({ calls: packCalls(calls, this.#known.sent, fresh) }, transfer)
    } catch (error) {
      for (const address of fresh) this.#known.sent.delete(address)
      throw error
    }
    for (const { id } of calls) this.#waiting.set(id, waiter)
  }
  /** Sends answers. */
  reply(replies: readonly Reply[]): void {
    this.post(packReplies(replies))
  }
  /** Forgets a call nobody waits for any more. */
  forget(id: number): void {
    this.#waiting.delete(id)
  }
  /** Handles what has arrived but was not yet announced as an event. */
  drain(): void {
    for (let message = receiveMessageOnPort(this.port); message; message = receiveMessageOnPort(this.port))
      this.#receive(message.message as Message)
  }
  /** Looks at the counter for a moment: to be put to sleep and woken costs more than most answers take. */
  #watch(seen: number): void {
    for (let looks = mostLooks; looks > 0 && Atomics.load(this.#counters, this.#inbound) === seen; looks--);
  }
  /** Handles what has arrived while this thread computes; costs little where nothing has. */
  drainNews(): void {
    const count = Atomics.load(this.#counters, this.#inbound)
    if (count === this.#drainedAt) return
    this.#drainedAt = count
    this.drain()
  }
  /** Looks out for what arrives, for a moment; whether something did. */
  awaitNews(): boolean {
    const seen = Atomics.load(this.#counters, this.#inbound)
    if (seen === this.#drainedAt) this.#watch(seen)
    const count = Atomics.load(this.#counters, this.#inbound)
    if (count === this.#drainedAt) return false
    this.#drainedAt = count
    this.drain()
    return true
  }
  /** Sends a call and blocks this thread until its answer, serving the calls that arrive meanwhile; undefined where nobody is there to take it. */
  callBlocking(call: Call): Reply | undefined {
    let answer: Reply | undefined
    let wasCut = false
    this.#handlers.onBlock?.(this)
    let seen = Atomics.load(this.#counters, this.#inbound)
    this.call([call], { settle: (reply) => void (answer = reply) })
    if (this.isCut) {
      this.forget(call.id)
      return undefined
    }
    this.blocked.push(call.id)
    try {
      for (;;) {
        for (let message = receiveMessageOnPort(this.port); message; message = receiveMessageOnPort(this.port)) {
          this.#receive(message.message as Message)
          if (answer) return answer
        }
        if (wasCut) {
          this.forget(call.id)
          throw new ThreadCrashedError('the thread with the loop exited while its caller waited')
        }
        this.#watch(seen)
        const woken = Atomics.wait(this.#counters, this.#inbound, seen, lookAfterMs)
        seen = Atomics.load(this.#counters, this.#inbound)
        if (woken !== 'timed-out') continue
        this.post({})
        // Once more around, for what it sent before its end.
        wasCut = this.isCut
      }
    } finally {
      this.blocked.pop()
    }
  }
}
