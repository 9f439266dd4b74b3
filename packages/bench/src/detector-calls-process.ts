/** A process of the detector benchmark: what a guarded call costs, how soon a stall is told, what debug mode costs an await. Prints JSON. */
import fs from 'node:fs'
import { createRequire } from 'node:module'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { allowBlocking, detectBlocking } from '@offloop/runtime/detect'
import { medianOf } from './median.ts'

const require = createRequire(import.meta.url)
const blockedAt = require('blocked-at') as (onBlocked: (ms: number) => void, options: { threshold: number }) => { stop(): void }

const rounds = 9
const stalls = 7
const stallMs = 300

/** The least of several rounds, in ns per call. */
function perCall(call: () => unknown, calls: number): number {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now()
    for (let index = 0; index < calls; index++) call()
    times.push(((performance.now() - begun) * 1e6) / calls)
  }
  return Math.min(...times)
}

async function perAwait(awaits: number): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now()
    for (let index = 0; index < awaits; index++) await step()
    times.push(((performance.now() - begun) * 1e6) / awaits)
  }
  return Math.min(...times)
}

async function step(): Promise<void> {}

function stall(): number {
  const until = performance.now() + stallMs
  // eslint-disable-next-line offloop/no-busy-wait -- the stall that is measured
  while (performance.now() < until);
  return performance.now()
}

/** Milliseconds from the end of a stall until `listen` hears of it; the median. */
async function delayOf(listen: (tell: () => void) => void): Promise<number> {
  const delays: number[] = []
  for (let round = 0; round < stalls; round++) {
    await wait(200)
    const told = new Promise<number>((done) => void listen(() => done(performance.now())))
    const ended = await new Promise<number>((done) => void setImmediate(() => done(stall())))
    delays.push((await told) - ended)
  }
  return medianOf(delays)
}

async function guardedCalls(): Promise<Record<string, number>> {
  const file = fileURLToPath(import.meta.url)
  const exists = (): boolean => fs.existsSync(file)
  const bare = perCall(exists, 50_000)
  const detector = detectBlocking({ summary: false, watchdog: false, report: '/dev/null' })
  const unarmed = perCall(exists, 50_000)
  detector.arm()
  const allowed = allowBlocking(() => perCall(exists, 50_000))
  const counted = perCall(exists, 50_000) // after 5,000 in a second without a stack
  await wait(1100)
  const begun = performance.now()
  for (let index = 0; index < 4000; index++) exists()
  const reported = ((performance.now() - begun) * 1e6) / 4000
  detector.stop()
  return { bare, unarmed, allowed, counted, reported }
}

async function delays(): Promise<Record<string, number>> {
  let tell = (): void => {}
  const detector = detectBlocking({ summary: false, armed: true, report: '/dev/null', onRecord: ({ kind }) => kind === 'stall' && tell() })
  const ours = await delayOf((heard) => (tell = heard))
  detector.stop()
  const theirs = blockedAt(() => tell(), { threshold: 100 })
  const blockedAtMs = await delayOf((heard) => (tell = heard))
  theirs.stop()
  return { ours, blockedAtMs }
}

async function debugMode(): Promise<Record<string, number>> {
  const bare = await perAwait(100_000)
  const detector = detectBlocking({ summary: false, watchdog: false, debug: true, report: '/dev/null' })
  const debug = await perAwait(100_000)
  detector.stop()
  return { bare, debug }
}

const measures: Readonly<Record<string, () => Promise<Record<string, number>>>> = { guardedCalls, delays, debugMode }
// Nothing else keeps the process alive while it waits to be told.
setInterval(() => {}, 1000)
console.log(JSON.stringify(await measures[process.argv[2] ?? 'guardedCalls']?.()))
process.exit()
