/** Checks that a call that was sent ahead is had by one side only. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Claims, claimsBuffer } from './claims.ts'

test('whoever takes an offer first has it, and a new offer is another one', () => {
  const buffer = claimsBuffer()
  const [sender, thread] = [new Claims(buffer), new Claims(buffer)]
  const one = sender.offer()
  expect([thread.take(one), sender.take(one), thread.take(one)]).toEqual([true, false, false])
  const two = sender.offer()
  expect(sender.take(two)).toBe(true)
  const three = sender.offer()
  // The thread comes to the copy that was withdrawn first: that one is gone, whatever was offered since.
  expect([thread.take(two), thread.take(three)]).toEqual([false, true])
})

test('as many offers as there are slots can be open; each is taken once, in any order', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ offers: fc.nat(700), taken: fc.nat(700) }), { maxLength: 8 }), (steps) => {
      const claims = new Claims(claimsBuffer())
      const open: number[] = []
      for (const { offers, taken } of steps) {
        for (let left = offers; left > 0; left--) {
          const ticket = claims.offer()
          if (ticket === 0) break
          open.push(ticket)
        }
        expect(new Set(open).size).toBe(open.length)
        expect(open.length).toBeLessThanOrEqual(1024)
        for (const ticket of open.splice(0, taken)) expect([claims.take(ticket), claims.take(ticket)]).toEqual([true, false])
      }
    }),
  )
})
