/** Finds async callbacks of timers that can reject: nobody looks at what a timer's callback returns. */
import type { TSESTree } from '@typescript-eslint/utils'
import { functionValue, headOf } from '../ast/function-value.ts'
import { bare, importedName, isGlobal, memberName } from '../ast/names.ts'
import { unprotected } from '../ast/rejections.ts'
import { defineRule } from '../define-rule.ts'

const timers = new Set(['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'])

export default defineRule({
  name: 'no-async-timer',
  summary: 'Catch errors in async callbacks of timers, and let no two runs of an interval overlap',
  preset: 'strict',
  options: {},
  messages: {
    timer: 'An error in this async callback of `{{timer}}` ends the process: nobody catches it. Use `try` and `catch`.',
    interval: 'Errors of this async callback end the process, and slow runs overlap. Loop with `node:timers/promises`.',
  },
  create({ sourceCode, report }) {
    return {
      CallExpression(node) {
        const timer = timerOf(node.callee)
        const [argument] = node.arguments
        if (timer === undefined || !argument) return
        const callback = functionValue(argument, sourceCode)
        if (!callback?.async || !unprotected(callback)) return
        const where = headOf(argument)
        if (timer === 'setInterval') report(where, 'interval', {})
        else report(where, 'timer', { timer })
      },
    }

    function timerOf(callee: TSESTree.Node): string | undefined {
      const at = bare(callee)
      if (at.type === 'Identifier' && timers.has(at.name) && isGlobal(at, sourceCode)) return at.name
      const imported = importedName(at, sourceCode)
      if (imported?.module === 'timers' && timers.has(imported.name)) return imported.name
      if (at.type !== 'MemberExpression' || at.object.type !== 'Identifier') return undefined
      const name = memberName(at) ?? ''
      if (at.object.name === 'process' && name === 'nextTick') return 'process.nextTick'
      return at.object.name === 'globalThis' && timers.has(name) ? name : undefined
    }
  },
})
