/** The watchdog's thread: sees the heartbeat stop, asks V8 for the stack on which the main thread is stuck. */
import type { Session } from 'node:inspector'
import { parentPort, workerData } from 'node:worker_threads'
import { beatsAt, clock } from './heart.ts'
import type { HeartMemory } from './heart.ts'
import { watchThreadQueue } from './thread-queue.ts'

/** What the main thread tells its watchdog. */
export interface WatchdogSetup extends HeartMemory {
  /** Time in ms by which a heartbeat is late when it looks. */
  readonly patienceMs: number
  /** Watch libuv's threads, too. */
  readonly isDebug: boolean
}

/** What the watchdog answers: what the probe saw, that a debugger has stopped the program, how long libuv's threads let work wait, or why it can't look. */
export type WatchdogMessage =
  | { readonly kind: 'stall'; readonly beat: number; readonly askedAt: number; readonly probe: string | undefined }
  | { readonly kind: 'paused'; readonly beat: number }
  | { readonly kind: 'queue'; readonly waitedMs: number }
  | { readonly kind: 'blind'; readonly reason: string }

/** A thread that wakes this many ms late stood still as well (a suspended machine, too few cores): it knows nothing of the time in between, which counts for nothing. */
const lateMs = 40

const { beats, dues, patienceMs, isDebug } = workerData as WatchdogSetup
let reported: number | undefined
let current = 0
let unknownMs = 0
let wakesAt = clock()

/** Sleeps until a stall can have lasted long enough: it need not wake at every heartbeat. */
function watch(): void {
  const now = clock()
  const beat = Atomics.load(beats, beatsAt.count)
  if (beat !== current) unknownMs = 0
  current = beat
  if (now - wakesAt > lateMs) unknownMs += now - wakesAt
  const leftMs = (dues[0] ?? 0) + patienceMs + unknownMs - now
  if (leftMs <= 0 && beat !== reported) {
    reported = beat
    void look(beat)
  }
  const sleepMs = leftMs > 0 ? leftMs + 1 : patienceMs / 2
  wakesAt = now + sleepMs
  setTimeout(watch, sleepMs)
}
watch()
if (isDebug) watchThreadQueue(patienceMs, (waitedMs) => post({ kind: 'queue', waitedMs }))

async function look(beat: number): Promise<void> {
  let askedAt = clock()
  try {
    const { Session } = await import('node:inspector')
    const session = new Session()
    session.connectToMainThread()
    if (Atomics.load(beats, beatsAt.isInspected) === 1) await tellIfPaused(session, beat)
    askedAt = clock()
    session.post(
      'Runtime.evaluate',
      { expression: `globalThis[Symbol.for('offloop.probe')]?.(${beat})`, returnByValue: true, silent: true },
      (_error, answer?: { result: { value?: unknown } }) => {
        session.disconnect()
        const value = answer?.result.value
        post({ kind: 'stall', beat, askedAt, probe: typeof value === 'string' ? value : undefined })
      },
    )
  } catch (error) {
    post({ kind: 'blind', reason: (error as Error).message })
    post({ kind: 'stall', beat, askedAt, probe: undefined })
  }
}

/** A program at a breakpoint is not stuck. Who enables the debugger while it is paused is told so; only where one may be attached, as it slows the program. */
function tellIfPaused(session: Session, beat: number): Promise<void> {
  return new Promise((done) => {
    session.once('Debugger.paused', () => post({ kind: 'paused', beat }))
    session.post('Debugger.enable', () => session.post('Debugger.disable', () => done()))
  })
}

function post(message: WatchdogMessage): void {
  parentPort?.postMessage(message)
}
