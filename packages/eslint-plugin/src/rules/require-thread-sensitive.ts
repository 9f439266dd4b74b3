/** Finds functions that use database or native handles and are offloaded to any thread of the pool. */
import { offloadOf, propertyOf } from '../ast/offload.ts'
import { shortText } from '../ast/names.ts'
import { placeText } from '../chain-message.ts'
import { defineRule } from '../define-rule.ts'
import { calleeText } from '../wording.ts'

export default defineRule({
  name: 'require-thread-sensitive',
  summary: 'Keep functions that use a database handle on the thread that owns it',
  preset: 'recommended',
  options: {},
  messages: {
    sensitive: '`{{name}}` uses a handle that belongs to one thread: `{{call}}` ({{place}}). Leave `threadSensitive` out.',
    remove: 'Remove `threadSensitive: false`',
  },
  suggests: true,
  create({ sourceCode, openFile, report }) {
    return {
      CallExpression(node) {
        const offload = offloadOf(node, sourceCode)
        const property = propertyOf(offload?.options, 'threadSensitive')
        if (!offload || property?.value.type !== 'Literal' || property.value.value !== false) return
        const open = openFile()
        const site = open?.index.sensitiveCall(offload.wrapping, offload.fn)
        if (!open || !site) return
        const { line, column, start, end } = site.call
        const slots = {
          name: shortText(offload.fn, sourceCode),
          call: calleeText(site.call.calleeText),
          place: placeText({ file: site.file, start, end, line, column }, open.root),
        }
        const range = rangeWithComma(property.range)
        report(property, 'sensitive', slots, [{ id: 'remove', slots: {}, fix: (fixer) => fixer.removeRange(range) }])
      },
    }

    /** The property, with the comma and the spaces that go with it. */
    function rangeWithComma([start, end]: readonly [number, number]): [number, number] {
      const after = /^\s*,\s*/u.exec(sourceCode.text.slice(end))
      if (after) return [start, end + after[0].length]
      const before = /,\s*$/u.exec(sourceCode.text.slice(0, start))
      return [start - (before?.[0].length ?? 0), end]
    }
  },
})
