/** Checks that a call that was sent ahead is had by one side only. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Claims, claimsBuffer } from './claims.ts'

test('whoever takes a call first has it', () => {
  const buffer = claimsBuffer()
  const [sender, thread] = [new Claims(buffer), new Claims(buffer)]
  expect(sender.offer(7)).toBe(true)
  expect([thread.take(7), sender.take(7), thread.take(7)]).toEqual([true, false, false])
  expect(sender.offer(8)).toBe(true)
  expect([sender.take(8), thread.take(8)]).toEqual([true, false])
})

test('numbers that share a slot never meet in it, however they are offered and taken', () => {
  // Two threads and three numbers of one slot, in any order of offers and takes, against sets.
  const step = fc.record({ id: fc.constantFrom(5, 5 + 1024, 5 + 2 ** 32), isOffer: fc.boolean() })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const claims = new Claims(claimsBuffer())
      let open: number | undefined
      for (const { id, isOffer } of steps) {
        if (isOffer) {
          expect(claims.offer(id)).toBe(open === undefined)
          open ??= id
        } else {
          expect(claims.take(id)).toBe(open === id)
          if (open === id) open = undefined
        }
      }
    }),
  )
})
