/** How two threads call each other: a port, and a counter per direction that wakes a side that blocks. */
import { threadId, receiveMessageOnPort, type MessagePort, type TransferListItem } from 'node:worker_threads'
import type { Address } from './address.ts'
import type { Carried } from './carry.ts'

/** A call on its way to another thread. */
export interface Call {
  readonly id: number
  /** Whether the function is awaited on the other side. */
  readonly isAsync: boolean
  /** Ids of the calls this one was made for, outermost first. */
  readonly chain: readonly number[]
  readonly address: Address
  readonly args: readonly unknown[]
  readonly context: readonly Carried[]
}

/** The answer to a call. */
export interface Reply {
  readonly to: number
  readonly isError: boolean
  readonly value: unknown
  readonly written: readonly Carried[]
  /** Time that the call took on its thread. */
  readonly tookMs: number
}

let lastId = 0
/** An id that no other thread of this process gives out. */
export const nextId = (): number => threadId * 2 ** 32 + ++lastId

/** One end of the connection between two threads. */
export class Link {
  readonly port: MessagePort
  readonly #counters: Int32Array
  readonly #inbound: 0 | 1
  readonly #serve: (calls: readonly Call[], link: Link) => void
  readonly #waiting = new Map<number, (reply: Reply) => void>()
  /** How many frames of this thread block on this link. */
  blocked = 0
  constructor(port: MessagePort, buffer: SharedArrayBuffer, inbound: 0 | 1, serve: (calls: readonly Call[], link: Link) => void) {
    this.port = port
    this.#counters = new Int32Array(buffer)
    this.#inbound = inbound
    this.#serve = serve
    port.on('message', (batch: readonly (Call | Reply)[]) => this.#receive(batch))
  }
  #receive(batch: readonly (Call | Reply)[]): void {
    const calls: Call[] = []
    for (const message of batch) {
      if ('to' in message) {
        const settle = this.#waiting.get(message.to)
        this.#waiting.delete(message.to)
        settle?.(message)
      } else calls.push(message)
    }
    if (calls.length > 0) this.#serve(calls, this)
  }
  /** Sends calls or replies. */
  send(batch: readonly (Call | Reply)[], transfer: readonly TransferListItem[] = []): void {
    this.port.postMessage(batch, transfer as TransferListItem[])
    const outbound = 1 - this.#inbound
    Atomics.add(this.#counters, outbound, 1)
    Atomics.notify(this.#counters, outbound)
  }
  /** Notes who gets the reply to a call. */
  expect(id: number, settle: (reply: Reply) => void): void {
    this.#waiting.set(id, settle)
  }
  /** Forgets a call nobody waits for any more. */
  forget(id: number): void {
    this.#waiting.delete(id)
  }
  /** Sends a call and blocks this thread until its reply, serving the calls that arrive meanwhile. */
  callBlocking(call: Call): Reply {
    let answer: Reply | undefined
    this.expect(call.id, (reply) => (answer = reply))
    let seen = Atomics.load(this.#counters, this.#inbound)
    this.blocked++
    try {
      this.send([call])
      for (;;) {
        for (let message = receiveMessageOnPort(this.port); message; message = receiveMessageOnPort(this.port)) {
          this.#receive(message.message as readonly (Call | Reply)[])
          if (answer) return answer
        }
        Atomics.wait(this.#counters, this.#inbound, seen)
        seen = Atomics.load(this.#counters, this.#inbound)
      }
    } finally {
      this.blocked--
    }
  }
}
