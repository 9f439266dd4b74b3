/** Garbage is collected when V8 needs memory, which may be in an hour: who waits for something to be gone asks for it sooner. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const everyMs = 5000

/** Collects garbage while `isWanted`, which takes some milliseconds each time; returns how to stop. */
export function collectSoon(isWanted: () => boolean): () => void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as (() => void) | undefined
  const timer = setInterval(() => {
    if (isWanted()) collect?.()
  }, everyMs).unref()
  return () => clearInterval(timer)
}
