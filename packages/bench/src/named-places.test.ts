/** Checks which places are read out of messages. */
import { expect, test } from 'vitest'
import { placesIn } from './named-places.ts'

test.each([
  [
    'the end of a chain',
    '`load` blocks the event loop (waits for file contents): `GET /a -> load -> readFileSync (src/a.js:4)`. Use `readFile`.',
    ['src/a.js:4'],
  ],
  [
    'the end of a shortened chain',
    '`a` blocks (uses the processor): `GET /a -> a -> … 3 more … -> e -> f (src/f.ts:6)`. Use it.',
    ['src/f.ts:6'],
  ],
  [
    'an awaited call',
    '`await` does not take `f` off the event loop: it waits first (`page -> f -> hashSync (a/b.ts:12)`). Make it async.',
    ['a/b.ts:12'],
  ],
  [
    'what else is reached',
    '`f` blocks (x): `p -> f -> a (s/a.js:1)`. Use y. It also reaches `b` (s/b.js:2), `c.d` (s/c.js:33).',
    ['s/a.js:1', 's/b.js:2', 's/c.js:33'],
  ],
  ['parentheses in names', '`f` blocks (x): `GET /a (b) -> f -> a (app/(shop)/[id]/page.tsx:7)`. Use y.', ['app/(shop)/[id]/page.tsx:7']],
  ['spaces in paths', '`f` blocks (x): `p -> a (my files/a.js:7)`. Use y.', ['my files/a.js:7']],
  ['none in a direct finding', '`readFileSync` blocks the event loop (waits for file contents) in an async function. Use `readFile`.', []],
])('%s', (_name, message, places) => {
  expect(placesIn(message)).toEqual(places)
})
