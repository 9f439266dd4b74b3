/** The watchdog's thread: sees the heartbeat stop, asks V8 for the stack on which the main thread is stuck. */
import { Session } from 'node:inspector'
import { parentPort, workerData } from 'node:worker_threads'

interface Setup {
  readonly beats: SharedArrayBuffer
  readonly threshold: number
  readonly interval: number
}

const { beats, threshold, interval } = workerData as Setup
const counter = new Int32Array(beats)
let lastBeat = Atomics.load(counter, 0)
let since = performance.now()
let lastTick = since
let isReported = false

setInterval(() => {
  const now = performance.now()
  const beat = Atomics.load(counter, 0)
  // this thread was stopped as well (a suspended machine, a debugger): nothing is known about the time in between
  const wasStopped = now - lastTick > interval * 5 + 50
  lastTick = now
  if (beat !== lastBeat || wasStopped) {
    lastBeat = beat
    since = now
    isReported = false
  } else if (!isReported && now - since > threshold && Atomics.load(counter, 1) === 1) {
    isReported = true
    capture(beat)
  }
}, interval)

function capture(beat: number): void {
  const session = new Session()
  session.connectToMainThread()
  session.post('Runtime.evaluate', { expression: 'globalThis[Symbol.for("offloop.probe")]?.()', returnByValue: true }, (error, answer) => {
    session.disconnect()
    const value = (answer as { result?: { value?: unknown } } | undefined)?.result?.value
    if (!error && typeof value === 'string') parentPort?.postMessage({ beat, probe: value })
  })
}
