/** Finds async middleware that does not wait for `next`, and middleware that leaves open in a mixed chain whether it is sync or async. */
import type { TSESTree } from '@typescript-eslint/utils'
import { isFunction, ownNodes } from '../ast/functions.ts'
import type { FunctionNode } from '../ast/functions.ts'
import { isRuntimeName, parentPast, shortText, variableOf } from '../ast/names.ts'
import { isDropped, isHandled } from '../ast/rejections.ts'
import { defineRule } from '../define-rule.ts'
import { stringList } from '../options.ts'

const contextNames = /^_?(?:ctx|context|c)$/u

export default defineRule({
  name: 'middleware-async-safe',
  summary: 'Await or return `next()` in async middleware, and declare what middleware of a mixed chain is',
  preset: 'recommended',
  options: { frameworks: stringList(['Koa', 'Hono', 'h3', 'Elysia', 'SvelteKit', 'Astro', 'offloop']) },
  messages: {
    notAwaited: '`{{call}}` is not awaited: what follows runs too early, and errors of later handlers are lost. Await or return it.',
    awaitIt: 'Await it',
    undeclaredAsync: '`{{name}}` gives an async function, but `compose` takes it for sync and refuses its promise. Use {{remedy}}.',
    undeclared: '`{{name}}` is taken for sync, so that a thread waits for the async view. Use {{remedy}}, or hooks.',
    declare: 'Wrap it in `{{helper}}`',
  },
  suggests: true,
  create({ sourceCode, options, openFile, report }) {
    return {
      CallExpression(node) {
        if (isRuntimeName(node.callee, 'compose', sourceCode)) checkChain(node)
      },
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

    /** Undeclared factories are sync: wrong for what gives an async function, and costly around an async view. */
    function checkChain(node: TSESTree.CallExpression): void {
      const index = openFile()?.index
      if (!index || node.arguments.some((each) => each.type === 'SpreadElement')) return
      const view = index.argument(node, node.arguments.length - 1)
      const isMixed = view.length > 0 && view.every((target) => target.t === 'fn' && target.node.summary.isAsync)
      for (const [at, given] of node.arguments.slice(0, -1).entries()) {
        // What is declared comes from a call of the runtime, and hooks are objects: neither is a function of the project.
        const factories = index.argument(node, at).filter((target) => target.t === 'fn')
        if (factories.length === 0 || factories.some(({ node: factory }) => factory.summary.isBodiless)) continue
        const isAsync = factories.every(({ node: factory }) => index.givesAsync(factory))
        if (!isAsync && !isMixed) continue
        const helper = isAsync ? 'asyncOnlyMiddleware' : 'syncOnlyMiddleware'
        const name = shortText(given, sourceCode)
        report(given, isAsync ? 'undeclaredAsync' : 'undeclared', { name, remedy: `\`${helper}\`` }, wrapIn(helper, given))
      }
    }

    /** Where the helper is imported already. */
    function wrapIn(helper: string, given: TSESTree.Node) {
      const isImported = sourceCode.ast.body.some(
        (each) =>
          each.type === 'ImportDeclaration' &&
          each.source.value === '@offloop/runtime' &&
          each.specifiers.some(({ local }) => local.name === helper),
      )
      if (!isImported) return []
      const fix = (fixer: Fixer) => [fixer.insertTextBefore(given, `${helper}(`), fixer.insertTextAfter(given, ')')]
      return [{ id: 'declare' as const, slots: { helper }, fix }]
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
