import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nearest } from './nearest.ts'

test.each([
  ['teir', 'tier'],
  ['Tier', 'tier'],
  ['tires', 'tier'],
  ['efect', 'effect'],
  ['something', undefined],
  ['', undefined],
])('%s means %s', (written, meant) => {
  expect(nearest(written, ['tier', 'effect', 'module'])).toBe(meant)
})

test('of two close words the closer one wins', () => {
  expect(nearest('readFileSyn', ['readlinkSync', 'readFileSync'])).toBe('readFileSync')
})

test('a limit can be set', () => {
  expect([nearest('api', ['apis'], 1), nearest('include', ['exclude'], 1)]).toEqual(['apis', undefined])
})

test('a word is nearest to itself', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ minLength: 1 }), { minLength: 1 }),
      (words) => nearest(words[0]!, words)?.toLowerCase() === words[0]!.toLowerCase(),
    ),
  )
})
