/** One call of a sync function on a thread: from its caller's promise to its end by result, error, abort or timeout. */
import type { TransferListItem } from 'node:worker_threads'
import { currentCell, type Cell, type Variables } from '../cell.ts'
import { CallTimeoutError } from '../errors.ts'
import { nextNumber } from '../numbers.ts'
import { abortCalls } from './aborted.ts'
import type { Address } from './address.ts'
import { unpackError, type PrototypeOf } from './carry-error.ts'
import { applyWritten, isPlainContext, packContext } from './carry.ts'
import { inTurn } from './context-turn.ts'
import { passAll, receive } from './pass.ts'
import { explain, isCloneFailure, refuseHandle } from './uncloneable.ts'
import type { Job } from './crew-thread.ts'
import type { Call, CallOrigin, Reply } from './link.ts'
import { laneOf, routeOf, type Route } from './route.ts'
import { traceEnd, traceStart, type CallTrace } from './tracing.ts'

/** An error as it came from where the call ran; the caller makes it whole, with classes that `prototypeOf` finds. */
export class RemoteError {
  readonly packed: unknown
  readonly prototypeOf: PrototypeOf | undefined
  constructor(packed: unknown, prototypeOf?: PrototypeOf) {
    this.packed = packed
    this.prototypeOf = prototypeOf
  }
}

/** How a call runs. */
export interface CallLimits {
  readonly isSensitive: boolean
  readonly signal: AbortSignal | undefined
  readonly timeout: number | undefined
  readonly transfer: readonly TransferListItem[]
  /** Variables of a context that is not the caller's. */
  readonly variables: Variables | undefined
  /** The thread that holds the iterator of which this is a step. */
  readonly threadId?: number
}

let lastCell: Cell | undefined
let lastVariables: Variables | undefined
let lastValues: readonly unknown[] | undefined
let lastOrigin: CallOrigin | undefined

/** What the calls of a task share. One object for calls in a row, so that a batch copies it once. */
function originOf(cell: Cell, variables: Variables, isTimed: boolean): CallOrigin {
  if (lastOrigin && lastCell === cell && lastVariables === variables && lastValues === variables.values && !isTimed) return lastOrigin
  const origin = {
    isAsync: false,
    isTimed,
    chain: cell.chain,
    context: packContext(variables),
    contextId: variables.id,
    lane: laneOf(cell.scope),
  }
  const mayShare = !isTimed && isPlainContext(origin.context)
  lastCell = mayShare ? cell : undefined
  lastVariables = mayShare ? variables : undefined
  lastValues = mayShare ? variables.values : undefined
  lastOrigin = mayShare ? origin : undefined
  return origin
}

const noSignals: readonly AbortSignal[] = []

class SyncCall implements Job {
  readonly call: Call
  readonly transfer: readonly TransferListItem[]
  readonly isExclusive: boolean
  /** What the call sees and changes. */
  readonly #variables: Variables
  readonly #name: string
  readonly #limits: CallLimits
  readonly #route: Route
  readonly #resolve: (value: unknown) => void
  readonly #reject: (error: unknown) => void
  readonly #trace: CallTrace | undefined
  #isOver = false
  #timer: NodeJS.Timeout | undefined
  readonly #signals: readonly AbortSignal[]
  #onAbort: ((event: Event) => void) | undefined
  constructor(
    address: Address,
    name: string,
    args: readonly unknown[],
    limits: CallLimits,
    resolve: (value: unknown) => void,
    reject: (error: unknown) => void,
  ) {
    const { transfer, timeout } = limits
    const cell = currentCell()
    this.#signals = limits.signal || cell.signal ? [limits.signal, cell.signal].filter((each) => each !== undefined) : noSignals
    this.#variables = limits.variables ?? cell.variables
    const shared = originOf(cell, this.#variables, timeout !== undefined)
    const origin = limits.threadId === undefined ? shared : { ...shared, threadId: limits.threadId }
    this.call = { id: nextNumber(), address, args, origin, ticket: 0 }
    this.#trace = traceStart(name, this.call.id)
    this.transfer = transfer
    this.isExclusive = this.#signals.length > 0 || timeout !== undefined || transfer.length > 0
    this.#name = name
    this.#limits = limits
    this.#resolve = resolve
    this.#reject = reject
    this.#route = routeOf(limits.isSensitive, origin)
    if (this.#signals.length > 0) {
      this.#onAbort = (event) => this.#stop((event.target as AbortSignal).reason)
      for (const signal of this.#signals) signal.addEventListener('abort', this.#onAbort)
    }
    try {
      this.#route.submit(this)
    } catch (error) {
      this.fail(error)
    }
  }
  onStart(): void {
    const { timeout } = this.#limits
    if (timeout !== undefined) this.#timer = setTimeout(() => this.#stop(new CallTimeoutError(this.#name, timeout)), timeout)
  }
  settle(reply: Reply): void {
    // After an abort the thread still answers; nobody waits for it, and nothing that it set may come home.
    if (!this.#end()) return
    if (reply.written) applyWritten(this.#variables, reply.written)
    const error = reply.isError ? new RemoteError(reply.value) : undefined
    traceEnd(this.#trace, error && (() => unpackError(error.packed)))
    if (error) this.#reject(error)
    else this.#resolve(receive(reply.value))
  }
  fail(reason: unknown): void {
    if (!this.#end()) return
    const error = isCloneFailure(reason) ? explain(this.call.args, this.transfer, this.#name, reason) : reason
    traceEnd(this.#trace, () => error)
    this.#reject(error)
  }
  #stop(error: unknown): void {
    abortCalls([this.call.id], error)
    this.fail(error)
    this.#route.stop(this, error)
  }
  /** Whether it had not ended before. */
  #end(): boolean {
    if (this.#isOver) return false
    this.#isOver = true
    if (this.#timer) clearTimeout(this.#timer)
    if (this.#onAbort) for (const signal of this.#signals) signal.removeEventListener('abort', this.#onAbort)
    return true
  }
}

/** Runs a sync function on a thread; rejects with RemoteError where the function threw. */
export function callOnThread(address: Address, name: string, args: readonly unknown[], limits: CallLimits): Promise<unknown> {
  limits.signal?.throwIfAborted()
  currentCell().signal?.throwIfAborted()
  const passed = passAll(args)
  for (let index = 0; index < args.length; index++)
    if (!limits.transfer.includes(args[index] as TransferListItem)) refuseHandle(passed[index], () => `Argument ${index + 1} of ${name}`)
  if (!limits.variables) return new Promise((resolve, reject) => void new SyncCall(address, name, passed, limits, resolve, reject))
  return inTurn(limits.variables, () => {
    let id = 0
    const done = new Promise((resolve, reject) => void (id = new SyncCall(address, name, passed, limits, resolve, reject).call.id))
    return { id, done }
  })
}
