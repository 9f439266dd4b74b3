/** What blocks while a function runs? */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { startDetector } from '../detect/detector.ts'
import type { Detector } from '../detect/detector.ts'
import { optionsFromConfig, settingsOf } from '../detect/options.ts'
import type { Settings } from '../detect/options.ts'
import type { BlockingRecord } from '@offloop/catalog'
import { runningDetector } from '../detect/running.ts'

let quiet: { readonly detector: Detector; users: number } | undefined

/**
 * Runs `fn` under the guard and returns every blocking call that this thread made until the promise of `fn` settled, whoever made it.
 * Throws what `fn` throws. A running detector is used and armed; without one, the guard stands only meanwhile.
 * @example
 * expect(await blockingCalls(() => handler(request))).toEqual([])
 */
export async function blockingCalls(fn: () => unknown): Promise<readonly BlockingRecord[]> {
  const watch = watchCalls()
  try {
    await fn()
  } finally {
    watch.stop()
  }
  return watch.records
}

/** Collects blocking calls of this thread in `records`, until `stop`. */
export function watchCalls(): { readonly records: readonly BlockingRecord[]; stop(): void } {
  const records: BlockingRecord[] = []
  const take = (message: unknown): void => {
    const record = message as BlockingRecord
    if (record.kind === 'call') records.push(record)
  }
  const { detector, release } = borrow()
  detector.flush()
  subscribe('offloop:blocking', take)
  return {
    records,
    stop() {
      detector.flush()
      unsubscribe('offloop:blocking', take)
      release()
    },
  }
}

function borrow(): { readonly detector: Detector; release(): void } {
  const running = runningDetector.get()
  if (running) {
    running.arm()
    return { detector: running, release() {} }
  }
  quiet ??= { detector: startDetector(testSettings(), true), users: 0 }
  const { detector } = quiet
  quiet.users++
  return {
    detector,
    release() {
      if (!quiet || --quiet.users > 0) return
      quiet = undefined
      detector.stop()
    },
  }
}

/** What the project allows is fine in its tests, too. */
function testSettings(): Settings {
  const silent = (): void => {}
  const { allow = [], forbid = [], only = [] } = optionsFromConfig(process.cwd(), silent)
  return settingsOf({ allow, forbid, only, armed: true, summary: false, watchdog: false }, silent)
}
