/** Reports stalls of the loop, whatever code makes them, with the stack on which it was stuck. */
import { defaultCatalog } from '@offloop/catalog'
import { performance } from 'node:perf_hooks'
import { Worker } from 'node:worker_threads'
import { withStack } from './guarded-call.ts'
import type { BlockingRecord, Frame, RequestContext } from './record.ts'
import { requestContext } from './request.ts'
import { captureFrames } from './stack.ts'
import type { WatchdogMessage, WatchdogSetup } from './watchdog-thread.ts'

const probeName = Symbol.for('offloop.probe')
const unseen = { frames: [], context: {} } as const

interface Probe {
  readonly frames: readonly Frame[]
  readonly context: RequestContext
  /** The guarded call that was running. */
  readonly api?: string
}

/** A stall is told by two: the heartbeat knows how long, the thread knows where. */
interface Stall {
  readonly beat: number
  readonly durationMs: number
  readonly at: number
}

/** What the watchdog asks of its host. */
export interface WatchdogHost {
  current(): string | undefined
  report(record: BlockingRecord): void
  warn(message: string): void
}

/** Starts the heartbeat and the watching thread; returns how to stop both. */
export function startWatchdog(threshold: number, host: WatchdogHost): () => void {
  const intervalMs = Math.min(25, Math.max(5, threshold / 4))
  const heart = { beats: new Int32Array(new SharedArrayBuffer(4)), times: new Float64Array(new SharedArrayBuffer(8)) }
  const holder = globalThis as unknown as Record<symbol, unknown>
  let seen: { beat: number; probe: Probe } | undefined
  let ended: Stall | undefined

  const tell = (stall: Stall, probe: Probe): void => {
    seen = ended = undefined
    const api = probe.api ?? 'stall'
    const tier = defaultCatalog.byId(api)?.tier
    const base = { kind: 'stall', api, durationMs: stall.durationMs, context: probe.context, count: 1, at: stall.at } as const
    host.report(withStack(tier === undefined ? base : { ...base, tier }, probe.frames))
  }
  const onStallEnd = (stall: Stall): void => {
    if (!worker) tell(stall, unseen)
    else if (seen?.beat === stall.beat) tell(stall, seen.probe)
    else ended = stall // the thread's word may still be on its way; a suspended machine never gets one
  }
  const onMessage = (message: WatchdogMessage): void => {
    if (message.kind === 'blind')
      return host.warn(`the watchdog can't look at the main thread (${message.reason}); stalls are reported without their stack`)
    const probe = message.probe === undefined ? unseen : (JSON.parse(message.probe) as Probe)
    if (ended?.beat === message.beat) tell(ended, probe)
    else seen = { beat: message.beat, probe }
  }
  const probe = (beat: number): string | undefined => {
    if (Atomics.load(heart.beats, 0) !== beat) return undefined // the stall is over, what runs now is innocent
    const api = host.current()
    return JSON.stringify({ frames: captureFrames(probe), context: requestContext(), ...(api !== undefined && { api }) } satisfies Probe)
  }
  holder[probeName] = probe
  const stopBeating = startHeart(heart, intervalMs, threshold, onStallEnd)
  let worker = startThread({ beats: heart.beats.buffer, times: heart.times.buffer, patienceMs: threshold }, onMessage, (reason) => {
    worker = undefined
    host.warn(`the watchdog has no thread (${reason}); stalls are reported without their stack`)
  })
  return () => {
    stopBeating()
    if (holder[probeName] === probe) delete holder[probeName]
    void worker?.terminate()
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

/** Counts while the loop turns. Not a reason for the process to stay alive. */
function startHeart(
  heart: { readonly beats: Int32Array; readonly times: Float64Array },
  intervalMs: number,
  threshold: number,
  onStallEnd: (stall: Stall) => void,
): () => void {
  let last = performance.now()
  heart.times[0] = performance.timeOrigin + last
  const timer = setInterval(() => {
    const now = performance.now()
    const durationMs = now - last - intervalMs
    last = now
    heart.times[0] = performance.timeOrigin + now
    const stalled = Atomics.add(heart.beats, 0, 1)
    if (durationMs > threshold) onStallEnd({ beat: stalled, durationMs, at: Date.now() - Math.round(durationMs) })
  }, intervalMs)
  timer.unref()
  return () => clearInterval(timer)
}
