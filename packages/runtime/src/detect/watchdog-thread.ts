/** The watchdog's thread: sees the heartbeat stop, asks V8 for the stack on which the main thread is stuck. */
import { parentPort, workerData } from 'node:worker_threads'

/** What the main thread tells its watchdog. */
export interface WatchdogSetup {
  /** One Int32: the count of heartbeats. */
  readonly beats: SharedArrayBuffer
  readonly threshold: number
  readonly intervalMs: number
}

/** What the watchdog answers: that the loop stood still at this beat, or why it can't look. */
export type WatchdogMessage =
  | { readonly kind: 'stall'; readonly beat: number; readonly probe: string | undefined }
  | { readonly kind: 'blind'; readonly reason: string }

const { beats, threshold, intervalMs } = workerData as WatchdogSetup
const counter = new Int32Array(beats)
let lastBeat = Atomics.load(counter, 0)
let since = performance.now()
let lastTick = since
let isReported = false

setInterval(() => {
  const now = performance.now()
  const beat = Atomics.load(counter, 0)
  // This thread stood still as well (a suspended machine, too few cores): nothing is known about the time in between.
  const wasStopped = now - lastTick > intervalMs * 3 + 20
  lastTick = now
  if (beat !== lastBeat || wasStopped) {
    lastBeat = beat
    since = now
    isReported = false
  } else if (!isReported && now - since > threshold) {
    isReported = true
    void look(beat)
  }
}, intervalMs)

async function look(beat: number): Promise<void> {
  try {
    const { Session } = await import('node:inspector')
    const session = new Session()
    session.connectToMainThread()
    session.post(
      'Runtime.evaluate',
      { expression: `globalThis[Symbol.for('offloop.probe')]?.(${beat})`, returnByValue: true, silent: true },
      (_error, answer?: { result: { value?: unknown } }) => {
        session.disconnect()
        const value = answer?.result.value
        post({ kind: 'stall', beat, probe: typeof value === 'string' ? value : undefined })
      },
    )
  } catch (error) {
    post({ kind: 'blind', reason: (error as Error).message })
    post({ kind: 'stall', beat, probe: undefined })
  }
}

function post(message: WatchdogMessage): void {
  parentPort?.postMessage(message)
}
