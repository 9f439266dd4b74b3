/** Libraries that changed their async form between majors. */
import type { BlockingApi, MajorTwin, Twin } from './entry.ts'

/** The end of a range that has none yet. */
export const lastMajor = 999

/** The async form of a call, for those who know which major is installed. */
export function twinIn({ twin }: BlockingApi, major: number | undefined): Twin | undefined {
  const own = major === undefined ? undefined : twin?.byMajor?.find(({ majors: [from, to] }) => from <= major && major <= to)
  return twin && own ? { module: twin.module, name: own.name, form: own.form } : twin
}

/** `find.sync(…)` is `await find(…)` in these majors: the module itself gives the promise. */
export function itself(from: number, to: number): MajorTwin {
  return { majors: [from, to], name: 'default', form: 'same' }
}

/** `glob.sync(…)` is `await promisify(glob)(…)` in these majors: the module itself calls back. */
export function itselfCallsBack(from: number, to: number): MajorTwin {
  return { majors: [from, to], name: 'default', form: 'promisify' }
}

/** From a major on, the module exports the async form under a name. */
export function named(from: number, name: string): MajorTwin {
  return { majors: [from, lastMajor], name, form: 'same' }
}
