/** Checks that no other choice of places has fewer crossings. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { costOf, placesOf, type Place, type Placeable } from './places.ts'

const part = (places: readonly Place[], before = false, after = false): Placeable => ({ places, before, after })
const syncAround = part(['held'])
const asyncAround = part(['loop'])
const either = part(['loop', 'held'])
const blocking = part(['visit', 'held'], true, true)
const quick = part(['loop', 'visit', 'held'], true, true)

/** Every choice there is. */
function choices([first, ...rest]: readonly Placeable[]): Place[][] {
  if (!first) return [[]]
  const tails = choices(rest)
  return first.places.flatMap((place) => tails.map((tail) => [place, ...tail]))
}

const kinds = [
  syncAround,
  asyncAround,
  either,
  blocking,
  quick,
  part(['visit', 'held'], true),
  part(['visit', 'held'], false, true),
  part(['loop', 'visit', 'held'], true),
]
const chain = fc
  .tuple(fc.array(fc.constantFrom(...kinds), { maxLength: 6 }), fc.constantFrom(syncAround, asyncAround))
  .map(([all, view]) => [...all, view])

test('M04 of all choices the chosen one has the fewest crossings, then the fewest waiting threads, then the fewest parts on threads', () => {
  fc.assert(
    fc.property(chain, (parts) => {
      const { crossings, waiting, onThreads } = costOf(parts, placesOf(parts))
      const [best] = choices(parts)
        .map((places) => costOf(parts, places))
        .toSorted((a, b) => a.crossings - b.crossings || a.waiting - b.waiting || a.onThreads - b.onThreads)
      expect([crossings, waiting, onThreads]).toEqual([best?.crossings, best?.waiting, best?.onThreads])
    }),
    { numRuns: 300 },
  )
})

test.each([
  ['neighbours that block share one trip', [syncAround, syncAround, syncAround], 'held held held', 1],
  ['what can do either stays where its neighbours are', [either, syncAround, either, syncAround], 'loop held held held', 1],
  ['hooks before a sync view share its trip', [blocking, quick, syncAround], 'held held held', 1],
  ['hooks before an async view hold no thread meanwhile', [blocking, blocking, asyncAround], 'visit visit loop', 2],
  ['hooks that do not block stay on the loop', [quick, asyncAround, quick, asyncAround], 'loop loop loop loop', 0],
  ['hooks that do not block ride along rather than split a visit', [blocking, quick, blocking, asyncAround], 'visit visit visit loop', 2],
  ['a thread waits only where middleware around an async view can not be async', [syncAround, asyncAround], 'held loop', 2],
] as const)('%s', (_what, parts, places, crossings) => {
  expect(placesOf(parts).join(' ')).toBe(places)
  expect(costOf(parts, placesOf(parts)).crossings).toBe(crossings)
})
