/** Finds state that is written after an await from what was read or checked before it. */
import type { TSESTree } from '@typescript-eslint/utils'
import { isFunction } from '../ast/functions.ts'
import { staleWrites } from '../ast/stale-writes.ts'
import { defineRule } from '../define-rule.ts'

export default defineRule({
  name: 'no-stale-write-after-await',
  summary: 'Do not write state after an await from what was read before it',
  preset: 'recommended',
  options: { check: { fields: false } },
  messages: {
    stale: '`{{state}}` is written from a value read before the `await` (line {{line}}). Read it again after the `await`.',
    check: '`{{state}}` was checked before the `await` (line {{line}}), so two calls can pass. Keep the promise instead.',
  },
  create({ sourceCode, options, openFile, report }) {
    return {
      ':function'(node: TSESTree.Node) {
        if (!isFunction(node) || !node.async || node.generator) return
        for (const { write, state, kind, read } of staleWrites(node, sourceCode)) {
          // Most objects that fill a field when they need it belong to one request, or are asked by one caller at a time.
          if (kind === 'check' && /^this\.[^[\]]+$/u.test(state) && !options.check.fields) continue
          const when = openFile()?.index.when(write)
          if (when === 'start-up' || when === 'elsewhere') return
          report(write, kind, { state, line: read.loc.start.line })
        }
      },
    }
  },
})
