/** Finds state that is written after an await from what was read or checked before it. */
import type { TSESTree } from '@typescript-eslint/utils'
import { isFunction } from '../ast/functions.ts'
import { staleWrites } from '../ast/stale-writes.ts'
import { defineRule } from '../define-rule.ts'

export default defineRule({
  name: 'no-stale-write-after-await',
  summary: 'Do not write state after an await from what was read before it',
  preset: 'recommended',
  options: {},
  messages: {
    stale:
      '`{{state}}` is written from what was read before the `await` (line {{line}}): changes that others make meanwhile are lost. Read it again after the `await`.',
    check:
      '`{{state}}` was checked before the `await` (line {{line}}) and is set after it: two calls can both pass the check. Keep the promise itself, or set it before the `await`.',
  },
  create({ sourceCode, openFile, report }) {
    return {
      ':function'(node: TSESTree.Node) {
        if (!isFunction(node) || !node.async || node.generator) return
        for (const { write, state, kind, read } of staleWrites(node, sourceCode)) {
          const when = openFile()?.index.when(write)
          if (when === 'start-up' || when === 'elsewhere') return
          report(write, kind, { state, line: read.loc.start.line })
        }
      },
    }
  },
})
