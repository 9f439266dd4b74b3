/** Reports stalls of the loop, whatever code makes them, with the stack on which it was stuck. */
import { performance } from 'node:perf_hooks'
import { Worker } from 'node:worker_threads'
import type { BlockingRecord, RequestContext } from './record.ts'
import { requestContext } from './request.ts'
import { mapFrame, packageOf, parseFrames, sourceOf } from './stack.ts'

const intervalMs = 20
const probeName = Symbol.for('offloop.probe')

interface Probe {
  readonly stack: string
  readonly context: RequestContext
}

export interface WatchdogHost {
  isActive(): boolean
  report(record: BlockingRecord): void
  warn(message: string): void
}

/** Starts the heartbeat and the watching thread; returns how to stop both. */
export function startWatchdog(threshold: number, host: WatchdogHost): () => void {
  const counter = new Int32Array(new SharedArrayBuffer(8))
  const probes = new Map<number, Probe>()
  const holder = globalThis as unknown as Record<symbol, unknown>
  holder[probeName] = () => {
    const limit = Error.stackTraceLimit
    Error.stackTraceLimit = 30
    const { stack } = new Error()
    Error.stackTraceLimit = limit
    return JSON.stringify({ stack, context: requestContext() })
  }
  let worker: Worker
  try {
    worker = new Worker(new URL('./watchdog-thread.js', import.meta.url), { workerData: { beats: counter.buffer, threshold, interval: intervalMs }, execArgv: [], env: {} })
  } catch (error) {
    host.warn(`the watchdog needs a thread, which is not permitted here (${(error as Error).message}); stalls are timed without their stack`)
    return heartbeat(counter, threshold, probes, host)
  }
  worker.unref()
  worker.on('message', ({ beat, probe }: { beat: number; probe: string }) => probes.set(beat, JSON.parse(probe) as Probe))
  worker.on('error', error => host.warn(`the watchdog's thread ended (${error.message}); stalls are timed without their stack`))
  const stopBeat = heartbeat(counter, threshold, probes, host)
  return () => {
    stopBeat()
    delete holder[probeName]
    void worker.terminate()
  }
}

function heartbeat(counter: Int32Array, threshold: number, probes: Map<number, Probe>, host: WatchdogHost): () => void {
  let last = performance.now()
  const timer = setInterval(() => {
    const now = performance.now()
    const gap = now - last - intervalMs
    last = now
    const beat = Atomics.load(counter, 0)
    Atomics.store(counter, 1, host.isActive() ? 1 : 0)
    Atomics.add(counter, 0, 1)
    // the thread's message arrives with the next turn
    if (gap > threshold && host.isActive()) setImmediate(() => tell(gap, beat, probes, host))
  }, intervalMs)
  timer.unref()
  return () => clearInterval(timer)
}

function tell(durationMs: number, beat: number, probes: Map<number, Probe>, host: WatchdogHost): void {
  const probe = probes.get(beat)
  probes.clear()
  if (!probe) return // no stack: the machine was suspended, or the stall ended as it was noticed
  const raw = parseFrames(probe.stack)
  const stack = raw.map(mapFrame)
  const source = sourceOf(stack)
  const owner = packageOf(raw)
  host.report({ kind: 'stall', api: 'stall', durationMs, stack, context: probe.context, count: 1, at: Date.now() - Math.round(durationMs), ...(source ? { source } : {}), ...(owner === undefined ? {} : { package: owner }) })
}
