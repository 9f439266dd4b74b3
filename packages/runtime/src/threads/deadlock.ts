/** Finds calls that wait for each other in a circle: every thread that could run them waits, directly or not, for one of them. */
import { DeadlockError } from '../errors.ts'
import type { Crew } from './crew.ts'
import type { CrewThread, Job } from './crew-thread.ts'

/** A thread that can't go on: it waits for an async function, and that for a call in a queue. */
interface Stuck {
  readonly crew: Crew
  readonly thread: CrewThread
  readonly waitsFor: Job
  readonly queue: Crew
}

const nameOf = ({ call }: Job): string => `"${call.address.name ?? 'a function'}"`

/** The threads that wait in circles; empty where anything can still go on. */
function findStuck(crews: readonly Crew[]): readonly Stuck[] {
  let full = crews.filter((crew) => crew.isFull)
  for (;;) {
    const stuck = full.map((crew) => [...crew.threads].map((thread) => stuckOn(thread, crew, full, crews)))
    const rest = full.filter((_, index) => stuck[index]?.every((each) => each !== undefined))
    if (rest.length === full.length) return stuck.flat().filter((each) => each !== undefined)
    full = rest
  }
}

/** For which queued call of a full crew a thread waits; undefined where it may go on without. */
function stuckOn(thread: CrewThread, crew: Crew, full: readonly Crew[], crews: readonly Crew[]): Stuck | undefined {
  if (!thread.isBlocked) return undefined
  const isFor = ({ call }: Job): boolean => call.origin.chain.some((id) => thread.jobs.has(id))
  for (const other of crews)
    for (const { jobs, isBlocked } of other.threads) if (!isBlocked && [...jobs.values()].some(isFor)) return undefined
  for (const queue of full) {
    const waitsFor = queue.queued.find(isFor)
    if (waitsFor) return { crew, thread, waitsFor, queue }
  }
  return undefined
}

/** After so many looks a thread that waits while others wait for it is worth a warning. */
const warnAfter = 10

/** Looks for circles at intervals; one that two looks find is broken at its youngest call. What only looks like one is a warning. */
export class DeadlockWatch {
  #timer: NodeJS.Timeout | undefined
  /** Calls that the last look found in a circle. */
  #before: ReadonlySet<number> = new Set()
  /** How many looks in a row found the call waiting on its thread. */
  #waits = new Map<number, number>()
  /** Looks after the crews until no call waits for a thread. */
  start(crews: () => readonly Crew[], everyMs: number): void {
    this.#timer ??= setInterval(() => this.look(crews()), everyMs).unref()
  }
  /** One look; the timer calls it. */
  look(crews: readonly Crew[]): void {
    if (crews.every(({ queued }) => queued.length === 0)) {
      clearInterval(this.#timer)
      this.#timer = undefined
    }
    const stuck = findStuck(crews)
    const isOld = ({ waitsFor }: Stuck): boolean => this.#before.has(waitsFor.call.id)
    // Others may have come to wait for the circle meanwhile, or have given up: what was in it before still is.
    if (stuck.some(isOld)) breakCircle(stuck, isOld)
    this.#before = new Set(stuck.map(({ waitsFor }) => waitsFor.call.id))
    this.#warn(crews.filter((crew) => crew.isFull))
  }
  /** A call that waits for something which only a call behind it can bring about waits for ever, and only the two functions know. */
  #warn(crews: readonly Crew[]): void {
    const waits = new Map<number, number>()
    for (const crew of crews) {
      const holders = [...crew.threads].map(({ isBlocked, jobs }) => (isBlocked ? [...jobs.values()].at(-1) : undefined))
      const [holder] = holders
      if (!holder || holders.includes(undefined)) continue
      const looks = (this.#waits.get(holder.call.id) ?? 0) + 1
      waits.set(holder.call.id, looks)
      if (looks !== warnAfter) continue
      const next = crew.queued.slice(0, 3).map(nameOf).join(', ')
      process.emitWarning(
        `${nameOf(holder)} has been waiting for its async function for seconds and holds ${crew.name}, for which ${crew.queued.length} calls wait (${next}). ` +
          'If it waits for one of them, it waits for ever.',
        { type: 'OffloopWarning', code: 'OFFLOOP_THREAD_HELD' },
      )
    }
    this.#waits = waits
  }
}

function breakCircle(stuck: readonly Stuck[], isOld: (each: Stuck) => boolean): void {
  const [youngest] = stuck.filter(isOld).toSorted((a, b) => b.waitsFor.call.id - a.waitsFor.call.id)
  if (!youngest) return
  const circle = stuck.map(({ crew, thread, waitsFor, queue }) => {
    const [outermost] = thread.jobs.values()
    return `${outermost ? nameOf(outermost) : 'a call'} holds ${crew.name} and waits for ${nameOf(waitsFor)}, which waits for ${queue.name}`
  })
  youngest.queue.reject(youngest.waitsFor, new DeadlockError(circle))
}
