/** Checks that saving the table of one release of Node leaves those of the others. */
import { expect, test } from 'vitest'
import { withTable } from './results.ts'

test('a table replaces the one of its release, and releases are in order', () => {
  const first = withTable('', 'calls', 'A machine, Node v24.1.0', '| 24 |')
  const second = withTable(first, 'calls', 'A machine, Node v20.2.0', '| 20 |')
  expect(second).toBe('# calls\n\n## A machine, Node v20.2.0\n\n| 20 |\n\n## A machine, Node v24.1.0\n\n| 24 |\n')
  const third = withTable(second, 'calls', 'A machine, Node v24.9.0', '| new |')
  expect(third).toBe('# calls\n\n## A machine, Node v20.2.0\n\n| 20 |\n\n## A machine, Node v24.9.0\n\n| new |\n')
})
