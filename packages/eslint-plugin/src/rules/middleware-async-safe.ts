/** Finds async middleware that calls `next` and does not wait for it: errors and timing of what comes after are lost. */
import type { TSESTree } from '@typescript-eslint/utils'
import { isFunction, ownNodes } from '../ast/functions.ts'
import type { FunctionNode } from '../ast/functions.ts'
import { parentPast, variableOf } from '../ast/names.ts'
import { isDropped, isHandled } from '../ast/rejections.ts'
import { defineRule } from '../define-rule.ts'
import { stringList } from '../options.ts'

const contextNames = /^_?(?:ctx|context|c)$/u

export default defineRule({
  name: 'middleware-async-safe',
  summary: 'Await or return `next()` in async middleware',
  preset: 'recommended',
  options: { frameworks: stringList(['Koa', 'Hono', 'h3', 'Elysia', 'SvelteKit', 'Astro', 'offloop']) },
  messages: {
    notAwaited: '`{{call}}` is not awaited: what follows runs too early, and errors of later handlers are lost. Await or return it.',
    awaitIt: 'Await it',
  },
  suggests: true,
  create({ sourceCode, options, openFile, report }) {
    return {
      ':function'(node: TSESTree.Node) {
        if (!isFunction(node) || !node.async) return
        const next = node.params[1]
        if (next?.type !== 'Identifier') return
        const calls = [...ownNodes(node.body, sourceCode)].filter((each) => isCallOf(each, next))
        const dropped = calls.filter((each) => isDropped(chainOf(each)) && !isHandled(chainOf(each)))
        if (dropped.length === 0 || !isMiddleware(node, next)) return
        for (const each of dropped) {
          const call = sourceCode.getText(each)
          const canAwait = parentPast(each)?.type === 'ExpressionStatement'
          const fix = { id: 'awaitIt' as const, slots: {}, fix: (fixer: Fixer) => fixer.insertTextBefore(each, 'await ') }
          report(each, 'notAwaited', { call: call.length > 30 ? `${next.name}(...)` : call }, canAwait ? [fix] : [])
        }
      },
    }

    function isCallOf(node: TSESTree.Node, name: TSESTree.Identifier): boolean {
      if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.callee.name !== name.name) return false
      return variableOf(node.callee, sourceCode)?.defs[0]?.name === name
    }

    /** Registered with a framework whose `next` gives a promise, or written in its way: `async (ctx, next) => …`. */
    function isMiddleware(fn: FunctionNode, next: TSESTree.Identifier): boolean {
      const root = openFile()?.index.root(fn)
      if (root?.kind === 'handler') return options.frameworks.includes(root.framework ?? '')
      const [context] = fn.params
      return next.name === 'next' && fn.params.length === 2 && context?.type === 'Identifier' && contextNames.test(context.name)
    }
  },
})

type Fixer = Parameters<import('@typescript-eslint/utils').TSESLint.ReportFixFunction>[0]

/** The call with the steps that follow it: `next().then(…)`. */
function chainOf(node: TSESTree.Node): TSESTree.Node {
  const { parent } = node
  if (parent?.type !== 'MemberExpression' || parent.object !== node || parent.parent.type !== 'CallExpression') return node
  return chainOf(parent.parent)
}
