import { expect, test } from 'vitest'
import { tableText } from './table.ts'

test('the first column is aligned to the left, the others to the right', () => {
  expect(
    tableText([
      ['', 'before', 'after'],
      ['p99', '287.2 ms', '9 ms'],
      ['findings', '35', ''],
    ]),
  ).toBe(['               before   after', '  p99        287.2 ms    9 ms', '  findings         35'].join('\n'))
})

test('words are aligned to the left', () => {
  const rows = [
    ['form', 'prints'],
    ['sync', 'One Two'],
  ]
  expect(tableText(rows, 'words')).toBe(['  form   prints', '  sync   One Two'].join('\n'))
})
