/** A place where calls meet, which says how many were there at once. */
import { setTimeout as wait } from 'node:timers/promises'

/** Calls that wait for each other. */
export interface Meeting {
  /** How many were there at once, at most. */
  readonly most: number
  /** Resolves when the call may go on. */
  attend(): Promise<void>
  /** Resolves when so many have come in all. */
  arrived(count: number): Promise<void>
  /** Lets everybody go on, also those who come later. */
  open(): void
}

/** Calls go on when `together` of them have come, and no sooner than `lingerMs` later: one by one they are there alone. */
export function openMeeting(together: number, lingerMs = 20): Meeting {
  let [present, come, most, isOpen] = [0, 0, 0, false]
  let waiting: (() => void)[] = []
  const expected: { count: number; resolve: () => void }[] = []
  const letGo = (): void => {
    for (const resolve of waiting) resolve()
    waiting = []
  }
  return {
    get most() {
      return most
    },
    async attend() {
      come++
      present++
      most = Math.max(most, present)
      for (const each of expected) if (come >= each.count) each.resolve()
      const begun = new Promise<void>((resolve) => void waiting.push(resolve))
      if (isOpen || waiting.length >= together) letGo()
      await begun
      await wait(lingerMs)
      present--
    },
    arrived: (count) =>
      new Promise((resolve) => {
        if (come >= count) resolve()
        else expected.push({ count, resolve })
      }),
    open() {
      isOpen = true
      letGo()
    },
  }
}
