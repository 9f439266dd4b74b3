/** Finds `AsyncLocalStorage#enterWith`, which changes the context of whoever called and of everything that it starts later. */
import { methodCall } from '../ast/names.ts'
import { defineRule } from '../define-rule.ts'

export default defineRule({
  name: 'no-enter-with',
  summary: 'Give a context to a call with `run`, not to the rest of the task with `enterWith`',
  preset: 'recommended',
  options: {},
  messages: {
    enterWith: '`{{call}}` changes the context of its callers, too, until something else does. Use `run`, or a `ContextVar`.',
  },
  create({ sourceCode, openFile, report }) {
    return {
      CallExpression(node) {
        if (methodCall(node)?.method !== 'enterWith') return
        const receivers = openFile()?.index.receivers(node) ?? []
        const isOwn = receivers.some((each) => each.t === 'instance' && Object.hasOwn(each.cls.members, 'enterWith'))
        const isOther = receivers.some((each) => each.t === 'external' && !/^(?:node:)?async_hooks$/u.test(each.module))
        if (!isOwn && !isOther) report(node.callee, 'enterWith', { call: sourceCode.getText(node.callee).replaceAll(/\s+/gu, '') })
      },
    }
  },
})
