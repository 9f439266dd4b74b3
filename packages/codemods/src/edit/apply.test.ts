/** Properties of edits: what is not edited stays, offsets lead back, and what two sources ask for is done once. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Edit } from '../plan/plan.ts'
import { applyEdits, mergeEdits, originalOffset } from './apply.ts'

/** A text and edits of it that don't overlap, in order; insertions and replacements, line ends and astral characters among them. */
const edited = fc
  .tuple(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.array(fc.tuple(fc.nat(60), fc.string({ maxLength: 6 })), { maxLength: 8 }))
  .map(([text, cuts]) => {
    const offsets = cuts.map(([offset]) => Math.min(offset, text.length)).toSorted((a, b) => a - b)
    const edits: Edit[] = []
    for (let index = 0; index + 1 < offsets.length; index += 2)
      edits.push({ start: offsets[index] ?? 0, end: offsets[index + 1] ?? 0, text: cuts[index]?.[1] ?? '' })
    return { text, edits }
  })

/** The plainest way to do it. */
function byHand(text: string, edits: readonly Edit[]): string {
  return edits.toReversed().reduce((done, { start, end, text: piece }) => done.slice(0, start) + piece + done.slice(end), text)
}

test('edits give what they give when done by hand from the back', () => {
  fc.assert(fc.property(edited, ({ text, edits }) => void expect(applyEdits(text, edits)).toBe(byHand(text, edits))))
})

test('an offset of untouched text leads back to where it was', () => {
  fc.assert(
    fc.property(edited, ({ text, edits }) => {
      const after = applyEdits(text, edits)
      let [at, shift] = [0, 0]
      for (const { start, end, text: piece } of [...edits, { start: text.length, end: text.length, text: '' }]) {
        for (let offset = at; offset < start; offset++) {
          expect(after[offset + shift]).toBe(text[offset])
          expect(originalOffset(edits, offset + shift)).toBe(offset)
        }
        shift += piece.length - (end - start)
        at = end
      }
    }),
  )
})

test('merged in any number of sources, each edit is done once', () => {
  fc.assert(
    fc.property(edited, fc.integer({ min: 1, max: 3 }), ({ text, edits }, copies) => {
      const replacing = edits.filter(({ start, end }) => end > start)
      const sources = Array.from({ length: copies }, () => [{ file: 'a.js', edits: replacing }])
      expect(applyEdits(text, mergeEdits(sources).get('a.js') ?? [])).toBe(byHand(text, replacing))
    }),
  )
})

test('edits that overlap or leave the text are refused', () => {
  const edit = (start: number, end: number): Edit => ({ start, end, text: 'x' })
  expect(() => applyEdits('abcdef', [edit(1, 4), edit(3, 5)])).toThrow(RangeError)
  expect(() => applyEdits('abc', [edit(2, 9)])).toThrow(RangeError)
  expect(() => applyEdits('abc', [edit(2, 1)])).toThrow(RangeError)
})
