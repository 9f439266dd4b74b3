/** Tests that replace the clock: a new await gives way once more before what comes after it runs. */
import { nameOf, walk } from '@offloop/analysis'
import type { Source } from '../rewrite/source.ts'

/** True where the file replaces timers: `vi.useFakeTimers()`, `mock.timers.enable()`, `FakeTimers.install()`. */
export function replacesClock(source: Source): boolean {
  let found = false
  walk(source.program, (node) => {
    if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') {
      const name = nameOf(node.callee.property, node.callee.computed)
      const on = source.text.slice(node.callee.object.start, node.callee.object.end)
      if (name === 'useFakeTimers' || ((name === 'enable' || name === 'install') && /timers|clock/i.test(on))) found = true
    }
    return !found
  })
  return found
}
