/** Checks the soak itself, for a moment: the whole of it is `npm run soak`. */
import { shutdown } from '@offloop/runtime'
import { afterAll, expect, test } from 'vitest'
import { calls } from './calls.ts'
import { requests } from './requests.ts'
import { growth, soak, type Round } from './run.ts'

afterAll(() => shutdown())

test('random calls, aborts, timeouts and dying threads all come to the end that they have to', async () => {
  const { operations, calls: made, wrong, kinds } = await soak(calls, { seed: 20_261_121, operations: 3000, forMs: Infinity })
  expect(wrong).toEqual([])
  expect([operations, kinds.size]).toEqual([3000, 10])
  expect(made).toBeGreaterThan(3000)
})

test('random requests, vanishing clients and failing views all come to the end that they have to', async () => {
  const { operations, wrong, kinds } = await soak(await requests(), { seed: 20_261_121, operations: 2000, forMs: Infinity })
  expect(wrong).toEqual([])
  expect([operations, kinds.size]).toEqual([2000, 14])
})

test('a seed gives the same operations again', () => {
  expect(calls.operationsOf(7, 50)).toEqual(calls.operationsOf(7, 50))
  expect(calls.operationsOf(7, 50)).not.toEqual(calls.operationsOf(8, 50))
})

test('growth compares the last rounds with early ones, the first left out', () => {
  const rounds = [9, 1, 1, 1, 2, 2, 2, 2, 3, 3].map((heapMb): Round => ({ heapMb, rssMb: 1, operations: 0, resources: 0, ms: 0 }))
  expect(growth(rounds, 'heapMb')).toBe(3)
  expect(growth(rounds, 'rssMb')).toBe(1)
})
