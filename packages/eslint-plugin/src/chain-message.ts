/** Prints a chain on one line: `GET /report -> load -> readFileSync (src/load.ts:12)`. */
import { relative, sep } from 'node:path'
import type { Chain, Place } from '@offloop/analysis'

/** Links that are printed in full; a longer chain shows its two ends. */
const longest = 5

/** The chain from where the loop begins to the blocking call, with the place of the last. Paths are relative to `root`. */
export function chainText(chain: Chain, root: string): string {
  const names = namesOf(chain)
  const leaf = chain.steps.at(-1) ?? chain.root
  return `${shortened(names).join(' -> ')} (${placeText(leaf.place, root)})`
}

/** `src/load.ts:12`, with `/` on every system. */
export function placeText(place: Place, root: string): string {
  const path = relative(root, place.file).split(sep).join('/')
  return `${path}:${place.line}`
}

function namesOf({ root, steps }: Chain): string[] {
  const [first, ...rest] = steps
  // The first step may be the root itself ("begins at"); a person's name for the root (`GET /report`) says more than the function's.
  const begins = first !== undefined && rest.length > 0 && samePlace(first.place, root.place)
  return [root.name, ...(begins ? rest : steps).map((step) => step.name)]
}

function shortened(names: readonly string[]): readonly string[] {
  if (names.length <= longest) return names
  const left = names.length - 4
  return [...names.slice(0, 2), `… ${left} more …`, ...names.slice(-2)]
}

function samePlace(a: Place, b: Place): boolean {
  return a.file === b.file && a.start === b.start
}
