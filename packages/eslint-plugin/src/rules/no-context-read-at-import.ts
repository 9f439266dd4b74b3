/** Finds reads of a context (`getStore`, `ContextVar#get`) while modules load, where no request's context is. */
import type { TSESTree } from '@typescript-eslint/utils'
import { functionAround } from '../ast/functions.ts'
import { methodCall } from '../ast/names.ts'
import { defineRule } from '../define-rule.ts'

const reads: Readonly<Record<string, RegExp>> = {
  getStore: /^node:async_hooks\0(?:.*\.)?(?:new )?AsyncLocalStorage#getStore$/u,
  get: /^@offloop\/runtime\0ContextVar#get$/u,
}

export default defineRule({
  name: 'no-context-read-at-import',
  summary: 'Read a context where a request is served, not while modules load',
  preset: 'recommended',
  options: {},
  messages: {
    atImport: '`{{call}}` runs while the module loads, outside of any request. Read it in the function that needs it.',
  },
  create({ sourceCode, openFile, report }) {
    return {
      CallExpression(node) {
        const method = methodCall(node)?.method
        const read = method !== undefined && Object.hasOwn(reads, method) ? reads[method] : undefined
        if (!read || !isAtImport(node)) return
        const isContext = openFile()
          ?.index.externals(node)
          .some(({ module, path }) => read.test(`${module}\0${path}`))
        if (isContext) report(node, 'atImport', { call: `${sourceCode.getText(node.callee).replaceAll(/\s+/gu, '')}()` })
      },
    }

    /** At the top level, in a static field or block, or in a function that is called where it is written. */
    function isAtImport(node: TSESTree.Node): boolean {
      const fn = functionAround(node)
      if (fn) return fn.parent.type === 'CallExpression' && fn.parent.callee === fn && isAtImport(fn)
      for (let at: TSESTree.Node | undefined = node; at; at = at.parent) {
        if (at.type === 'PropertyDefinition' || at.type === 'AccessorProperty') return at.static && isAtImport(at.parent)
      }
      return true
    }
  },
})
