/** Reports stalls of the loop, whatever code makes them, with the stack on which it was stuck. */
import { Worker } from 'node:worker_threads'
import type { BlockingRecord, Frame, RequestContext } from '@offloop/catalog'
import { activeSpan } from '../report/span-events.ts'
import type { Span } from '../report/span-events.ts'
import { requestContext } from '../request/request.ts'
import { placeKey, withStack } from '../stack/locate.ts'
import { captureStack } from '../stack/stack.ts'
import type { CallStack } from '../stack/stack.ts'
import { beatIntervalOf, beatsAt, clock, Heart, newHeartMemory } from './heart.ts'
import type { Stall } from './heart.ts'
import type { WatchdogMessage, WatchdogSetup } from './watchdog-thread.ts'

const probeName = Symbol.for('offloop.probe')
const unseen: Probe = { frames: [], context: {}, at: 0 }
/** V8 answers within some milliseconds, unless native code keeps it: then the stack is of what came after. */
const answersMs = 30
/** An answer that took longer than this, and came this shortly before the end, may be of what came after, too. */
const promptMs = 3
const lastMs = 8
/** Requests for work on libuv's threads that Node lists; it doesn't list those of crypto. */
const ofThreads = /^(?:FSReq|GetAddrInfo|GetNameInfo)/u

interface Probe {
  readonly frames: readonly Frame[]
  readonly context: RequestContext
  /** The guarded call that was running. */
  readonly api?: string
  /** When it looked, by `clock`. */
  readonly at: number
}

/** What the thread has said of a beat. */
interface Seen {
  readonly beat: number
  readonly probe: Probe
  /** When the thread asked for it, by `clock`. */
  readonly askedAt: number
  /** The program is at a breakpoint. */
  readonly isPaused: boolean
}

/** What the watchdog asks of its host. */
export interface WatchdogHost {
  /** Id of the guarded call that runs now. */
  current(): string | undefined
  tierOf(api: string): string | undefined
  isInScope(stack: CallStack | readonly Frame[]): boolean
  /** Watch libuv's threads, too. */
  readonly isDebug: boolean
  /** `key` says which stalls are the same. */
  report(key: string, record: BlockingRecord, span: Span | undefined): void
  warn(message: string): void
  /** A fault of the detector itself. */
  fault(error: unknown): void
}

/** A watchdog that watches. */
export interface Watchdog {
  /** Work begins now: what follows is measured from here. */
  wake(): void
  stop(): void
}

/** Starts the heartbeat and the watching thread. */
export function startWatchdog(threshold: number, host: WatchdogHost): Watchdog {
  const memory = newHeartMemory()
  const holder = globalThis as unknown as Record<symbol, unknown>
  let seen: Seen | undefined
  let ended: Stall | undefined
  let span: Span | undefined
  let worker: Worker | undefined
  let isBlind = false

  // A stall is told by two: the heartbeat knows how long, the thread knows where. Either may be first.
  const tell = (stall: Stall, { probe, askedAt, isPaused }: Omit<Seen, 'beat'>): void => {
    const spanThen = span
    seen = ended = span = undefined
    if (isPaused || (probe.frames.length > 0 && !host.isInScope(probe.frames))) return
    const { api = 'stall', context, frames } = probe
    const tier = host.tierOf(api)
    const base = {
      kind: 'stall',
      api,
      ...(tier !== undefined && { tier }),
      durationMs: stall.durationMs,
      ...(api === 'stall' && isAfterNative(probe.at - askedAt, stall.endedAt - probe.at) && { isAfterNative: true as const }),
      context,
      count: 1,
      at: stall.at,
    } as const
    host.report(`stall ${api} ${placeKey(frames)} ${context.method ?? ''} ${context.route ?? ''}`, withStack(base, frames), spanThen)
  }
  const safely =
    <T>(action: (value: T) => void) =>
    (value: T): void => {
      try {
        action(value)
      } catch (error) {
        host.fault(error) // it is called by timers and messages, where nobody else would catch it
      }
    }
  const onStallEnd = safely((stall: Stall): void => {
    if (!worker) tell(stall, { probe: unseen, askedAt: 0, isPaused: false })
    else if (seen?.beat === stall.beat) tell(stall, seen)
    else ended = stall // the thread's word may still be on its way; a suspended machine never gets one
  })
  const onMessage = safely((message: WatchdogMessage): void => {
    if (message.kind === 'blind') {
      if (!isBlind) host.warn(`the watchdog can't look at the main thread (${message.reason}); stalls are reported without their stack`)
      isBlind = true
      return
    }
    if (message.kind === 'queue') return host.report('queue', queueRecord(message.waitedMs), undefined)
    const { beat } = message
    const isPaused = message.kind === 'paused' || (seen?.beat === beat && seen.isPaused)
    const probe = message.kind === 'stall' && message.probe !== undefined ? (JSON.parse(message.probe) as Probe) : unseen
    const word = { beat, probe, askedAt: message.kind === 'stall' ? message.askedAt : 0, isPaused }
    if (ended?.beat === beat) tell(ended, word)
    else seen = word
  })
  const probe = (beat: number): string | undefined => {
    if (Atomics.load(memory.beats, beatsAt.count) !== beat) return undefined // the stall is over, what runs now is innocent
    const api = host.current()
    span = activeSpan()
    return JSON.stringify({
      frames: captureStack(probe).mapped().slice(1), // the first is the expression that the thread had evaluated
      context: requestContext(),
      ...(api !== undefined && { api }),
      at: clock(),
    } satisfies Probe)
  }
  holder[probeName] = probe
  const heart = new Heart(memory, threshold, onStallEnd)
  // A beat may come just before the stall begins: to look when it is late by less shows what is about to be a stall.
  const patienceMs = Math.max(5, threshold - beatIntervalOf(threshold))
  worker = startThread({ ...memory, patienceMs, isDebug: host.isDebug }, onMessage, (reason) => {
    worker = undefined
    host.warn(`the watchdog has no thread (${reason}); stalls are reported without their stack`)
  })
  return {
    wake: () => heart.wake(),
    stop() {
      heart.stop()
      if (holder[probeName] === probe) delete holder[probeName]
      void worker?.terminate()
    },
  }
}

/** Whether V8 may have answered only when native code let it: `waitedMs` after it was asked, `leftMs` before the end. Where nothing was seen there is no stack that could be wrong. */
function isAfterNative(waitedMs: number, leftMs: number): boolean {
  return waitedMs > answersMs || (waitedMs > promptMs && leftMs < lastMs)
}

/** Work that waited for libuv's threads, and what they have to do by now. */
function queueRecord(waitedMs: number): BlockingRecord {
  const counts = new Map<string, number>()
  for (const name of process.getActiveResourcesInfo()) if (ofThreads.test(name)) counts.set(name, (counts.get(name) ?? 0) + 1)
  const waiting = [...counts].map(([name, count]) => `${count} ${name}`).join(', ')
  const size = `UV_THREADPOOL_SIZE is ${process.env['UV_THREADPOOL_SIZE'] ?? 4}`
  const detail = waiting === '' ? size : `${size}; under way: ${waiting}`
  return {
    kind: 'queue',
    api: 'queue',
    durationMs: waitedMs,
    stack: [],
    detail,
    context: {},
    count: 1,
    at: Date.now() - Math.round(waitedMs),
  }
}

function startThread(
  setup: WatchdogSetup,
  onMessage: (message: WatchdogMessage) => void,
  onEnd: (reason: string) => void,
): Worker | undefined {
  try {
    const worker = new Worker(new URL('watchdog-thread.js', import.meta.url), { workerData: setup, execArgv: [], env: {}, stdin: false })
    worker.on('message', onMessage)
    worker.on('error', ({ message }) => onEnd(message))
    worker.unref()
    return worker
  } catch (error) {
    onEnd((error as Error).message)
    return undefined
  }
}
