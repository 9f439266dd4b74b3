/** The watchdog's thread: sees the heartbeat stop, asks V8 for the stack on which the main thread is stuck. */
import { parentPort, workerData } from 'node:worker_threads'

/** What the main thread tells its watchdog. */
export interface WatchdogSetup {
  /** One Int32: the count of heartbeats. */
  readonly beats: SharedArrayBuffer
  /** One Float64: when the last one was, by `clock`. */
  readonly times: SharedArrayBuffer
  /** Time without a heartbeat, in ms, after which it looks. */
  readonly patienceMs: number
}

/** What the watchdog answers: that the loop stood still at this beat, or why it can't look. */
export type WatchdogMessage =
  | { readonly kind: 'stall'; readonly beat: number; readonly probe: string | undefined }
  | { readonly kind: 'blind'; readonly reason: string }

/** A thread that wakes this many ms late stood still as well (a suspended machine, too few cores): it knows nothing of the time in between. */
const lateMs = 40

const { beats, times, patienceMs } = workerData as WatchdogSetup
const counter = new Int32Array(beats)
const lastBeatAt = new Float64Array(times)
let reported: number | undefined
let knownFrom = 0
let due = clock()

/** Sleeps until a stall can have lasted long enough: it need not wake at every heartbeat. */
function watch(): void {
  const now = clock()
  if (now - due > lateMs) knownFrom = now
  const beat = Atomics.load(counter, 0)
  const leftMs = Math.max(lastBeatAt[0] ?? 0, knownFrom) + patienceMs - now
  if (leftMs <= 0 && beat !== reported) {
    reported = beat
    void look(beat)
  }
  const sleepMs = leftMs > 0 ? leftMs + 1 : patienceMs / 2
  due = now + sleepMs
  setTimeout(watch, sleepMs)
}
watch()

/** Milliseconds by a clock that all threads share. */
function clock(): number {
  return performance.timeOrigin + performance.now()
}

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
