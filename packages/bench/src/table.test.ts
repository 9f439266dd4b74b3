import { expect, test } from 'vitest'
import { markdownTable, textTable } from './table.ts'

const row = { claim: 'round trip a|b', ours: 12345.6, peer: 9.87654, unit: 'calls/s', ratio: 1.23456, target: '>= 0.9', holds: false }

test('columns are aligned, figures have three digits, a claim that does not hold is loud', () => {
  expect(textTable([row]).split('\n')).toEqual([
    'claim             ours  peer  unit     ratio  target  holds',
    'round trip a|b  12,346  9.88  calls/s   1.23  >= 0.9  NO',
  ])
})

test('a Markdown table keeps pipes in claims', () => {
  expect(markdownTable([row]).split('\n').at(-1)).toBe('| round trip a\\|b | 12,346 | 9.88 | calls/s | 1.23 | >= 0.9 | NO |')
})
