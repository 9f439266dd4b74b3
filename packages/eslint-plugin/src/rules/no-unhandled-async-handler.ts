/** Finds async handlers of frameworks that drop their promise: a rejection leaves the request open and ends the process. */
import type { TSESTree } from '@typescript-eslint/utils'
import { isFunction } from '../ast/functions.ts'
import { unprotected } from '../ast/rejections.ts'
import { defineRule } from '../define-rule.ts'
import { stringList } from '../options.ts'
import { rootText } from '../wording.ts'

export default defineRule({
  name: 'no-unhandled-async-handler',
  summary: 'Pass errors of async handlers on where the framework does not',
  preset: 'recommended',
  options: { patches: stringList(['express-async-errors', 'express-async-handler/patch']) },
  messages: {
    next: '{{where}} drops the promise: an error leaves the request open. Use `try` and `catch` with `next`, or Express 5.',
    response: '{{where}} drops the promise: an error leaves the request open. Use `try` and `catch`, and answer in the `catch`.',
  },
  create({ options, openFile, report }) {
    return {
      ':function'(node: TSESTree.Node) {
        if (!isFunction(node) || !node.async || !unprotected(node)) return
        const index = openFile()?.index
        const root = index?.root(node)
        if (!index || !root || root.isWrapped) return
        const forward = index.forwardOf(root)
        if (forward === undefined || index.imports(options.patches) || !unprotected(node, (call) => index.neverRejects(call))) return
        const where = rootText(root)
        report([node.range[0], node.body.range[0]], forward, { where: where.charAt(0).toUpperCase() + where.slice(1) })
      },
    }
  },
})
