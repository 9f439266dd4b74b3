/** Finds promises that are kept where nobody reads them, and calls of the project's async functions that nobody waits for. */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils'
import { functionValue } from '../ast/function-value.ts'
import { functionAround } from '../ast/functions.ts'
import { bare, isGlobalCall, parentPast, shortText } from '../ast/names.ts'
import { givesPromise, isProjectAsync } from '../ast/promises.ts'
import { isHandled, unprotected } from '../ast/rejections.ts'
import { unreadHolder } from '../ast/unread.ts'
import { beforeSteps } from '../ast/words.ts'
import { defineRule } from '../define-rule.ts'

const combinators = new Set(['all', 'allSettled', 'race', 'any'])

export default defineRule({
  name: 'no-unused-promise',
  summary: 'Await promises that are kept in a variable, and calls of async functions',
  preset: 'strict',
  options: {},
  messages: {
    unread: '`{{name}}` holds the promise of `{{call}}`, and nobody reads it: a rejection ends the process. Await it.',
    floating: 'Nothing waits for `{{call}}`, which is async: a rejection ends the process. Put `await` before it, or `void`.',
    awaitIt: 'Await it',
  },
  suggests: true,
  create({ sourceCode, openFile, report }) {
    return {
      CallExpression: check,
      NewExpression: check,
    }

    function check(node: TSESTree.CallExpression | TSESTree.NewExpression): void {
      const parent = parentPast(node)
      // `no-dropped-combinator` speaks of `Promise.all(…)`, and steps (`.then(…)`) are looked at as a whole.
      if (parent?.type === 'MemberExpression' || isGlobalCall(beforeSteps(node), 'Promise', combinators, sourceCode)) return
      if (isHandled(node)) return
      if (parent?.type === 'ExpressionStatement') {
        checkStatement(node)
        return
      }
      const name = unreadHolder(node, sourceCode)
      if (name !== undefined && givesPromise(node, sourceCode, openFile)) report(node, 'unread', { name, call: callText(node) })
    }

    function checkStatement(node: TSESTree.CallExpression | TSESTree.NewExpression): void {
      const call = beforeSteps(node)
      if (call.type !== 'CallExpression' || !functionAround(node)?.async || catchesAll(call) || !isProjectAsync(call, openFile())) return
      const fix = (fixer: TSESLint.RuleFixer) => fixer.insertTextBefore(node, 'await ')
      const isPlain = node.parent.type === 'ExpressionStatement'
      report(call, 'floating', { call: callText(call) }, isPlain ? [{ id: 'awaitIt' as const, slots: {}, fix }] : [])
    }

    /** A function of the file that catches its errors itself: nobody has to. */
    function catchesAll({ callee }: TSESTree.CallExpression): boolean {
      const fn = functionValue(callee, sourceCode)
      if (fn?.body.type !== 'BlockStatement' || unprotected(fn)) return false
      return fn.body.body.some((each) => each.type === 'TryStatement' && each.handler !== null)
    }

    function callText(node: TSESTree.Node): string {
      const at = beforeSteps(node)
      return at.type === 'NewExpression' ? 'new Promise' : `${shortText(at.type === 'CallExpression' ? bare(at.callee) : at, sourceCode)}()`
    }
  },
})
