/** What is found for each of a list, in one list. */
import type { Target } from './target.ts'

const none: readonly Target[] = []

/** `flatMap` without a copy where there is one or nothing, as there mostly is. */
export function eachOf<T>(list: readonly T[], find: (each: T) => readonly Target[]): readonly Target[] {
  if (list.length === 0) return none
  let found = find(list[0]!)
  let isOwn = false
  for (let at = 1; at < list.length; at++) {
    const more = find(list[at]!)
    if (more.length === 0) continue
    if (found.length === 0) found = more
    else if (isOwn) for (const each of more) (found as Target[]).push(each)
    else {
      found = [...found, ...more]
      isOwn = true
    }
  }
  return found
}
