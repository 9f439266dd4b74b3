/** Finds promises that were combined (`Promise.all`, `gather`) and that nobody awaits, returns or handles. */
import type { TSESTree } from '@typescript-eslint/utils'
import { isBrowserFile } from '../ast/browser.ts'
import { functionValue } from '../ast/function-value.ts'
import { isGlobalCall, isRuntimeName, methodCall, parentPast, variableOf } from '../ast/names.ts'
import { isDropped, isHandled, unprotected } from '../ast/rejections.ts'
import { defineRule } from '../define-rule.ts'

const combinators = new Set(['all', 'allSettled', 'race', 'any'])

export default defineRule({
  name: 'no-dropped-combinator',
  summary: 'Await what `Promise.all`, `Promise.race` and `gather` combine',
  preset: 'recommended',
  options: {},
  messages: {
    dropped: 'Nothing waits for `{{combinator}}`: the function goes on, and a rejection ends the process. Put `await` before it.',
    uncaught: 'Nobody catches a rejection of `{{combinator}}` here: by default it ends the process. Add `catch`, or await it.',
    unread: '`{{name}}` holds `{{combinator}}`, and nobody reads it: nothing waits, and a rejection ends the process. Await it.',
    awaitIt: 'Await it',
  },
  suggests: true,
  create({ sourceCode, report }) {
    return {
      CallExpression(node) {
        const combinator = nameOf(node)
        if (combinator === undefined) return
        const whole = chainOf(node)
        if (isHandled(whole)) return
        // A callback goes on when all are done, and none of them can reject: nothing is dropped.
        if (whole !== node && elementsCatch(node)) return
        // A page has no process that a rejection ends: what counts there is what nobody waits for.
        if (whole !== node && isBrowserFile(sourceCode)) return
        if (isDropped(whole)) {
          const canAwait = parentPast(whole)?.type === 'ExpressionStatement' && isInAsync(whole)
          const fix = { id: 'awaitIt' as const, slots: {}, fix: (fixer: Fixer) => fixer.insertTextBefore(whole, 'await ') }
          report(node.callee, whole === node ? 'dropped' : 'uncaught', { combinator }, canAwait ? [fix] : [])
          return
        }
        const name = unreadName(whole)
        if (name !== undefined) report(node.callee, 'unread', { combinator, name })
      },
    }

    function nameOf(node: TSESTree.CallExpression): string | undefined {
      if (isGlobalCall(node, 'Promise', combinators, sourceCode)) return sourceCode.getText(node.callee)
      return isRuntimeName(node.callee, 'gather', sourceCode) ? 'gather' : undefined
    }

    /** `Promise.all(list.map(async (each) => { try { … } catch { … } }))`. */
    function elementsCatch({ arguments: [list] }: TSESTree.CallExpression): boolean {
      const callback = list && methodCall(list)?.method === 'map' ? (list as TSESTree.CallExpression).arguments[0] : undefined
      const fn = callback && functionValue(callback, sourceCode)
      return fn !== undefined && fn.async && !unprotected(fn)
    }

    /** The variable that takes the promise, if nothing but writes is done to it. */
    function unreadName(node: TSESTree.Node): string | undefined {
      const parent = parentPast(node)
      const target = parent?.type === 'VariableDeclarator' ? parent.id : parent?.type === 'AssignmentExpression' ? parent.left : undefined
      if (target?.type !== 'Identifier') return undefined
      const variable = variableOf(target, sourceCode)
      if (!variable || variable.scope.type === 'global' || isExported(variable.defs[0]?.node)) return undefined
      return variable.references.some((each) => each.isRead()) ? undefined : target.name
    }
  },
})

type Fixer = Parameters<import('@typescript-eslint/utils').TSESLint.ReportFixFunction>[0]

/** The call with the `.then(…)` and `.finally(…)` that follow it. */
function chainOf(node: TSESTree.CallExpression): TSESTree.Node {
  const outer = node.parent.type === 'MemberExpression' && node.parent.object === node ? node.parent.parent : undefined
  const isStep = outer?.type === 'CallExpression' && /^(?:then|catch|finally)$/u.test(methodCall(outer)?.method ?? '')
  return isStep ? chainOf(outer) : node
}

function isInAsync(node: TSESTree.Node): boolean {
  for (let at = node.parent; at; at = at.parent) if ('async' in at) return at.async
  return false
}

function isExported(node: TSESTree.Node | undefined): boolean {
  return node?.type === 'VariableDeclarator' && node.parent.parent.type === 'ExportNamedDeclaration'
}
