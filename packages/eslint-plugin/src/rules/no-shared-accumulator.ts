/** Finds `total += await f()` where others change `total` meanwhile: its old value is read before the await. */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils'
import { functionAround, isWithin, ownNodes } from '../ast/functions.ts'
import type { FunctionNode } from '../ast/functions.ts'
import { bare, isRuntimeName, methodCall, variableOf } from '../ast/names.ts'
import { stateKey } from '../ast/state.ts'
import { defineRule } from '../define-rule.ts'

/** They start their callbacks without waiting for the one before. */
const concurrentHosts = new Set(['map', 'forEach', 'flatMap', 'filter', 'on', 'once', 'addListener', 'then', 'add', 'push'])

export default defineRule({
  name: 'no-shared-accumulator',
  summary: 'Read a shared variable after the await, not before it, when adding to it',
  preset: 'recommended',
  options: {},
  messages: {
    accumulator: '`{{name}}` is read before the `await` and written after it: additions in between are lost. Await first.',
    awaitFirst: 'Await first, then add',
  },
  suggests: true,
  create({ sourceCode, openFile, report }) {
    return {
      AssignmentExpression(node) {
        const fn = functionAround(node)
        if (!fn?.async || !readsItself(node) || !awaitsAfterRead(node)) return
        const name = sourceCode.getText(node.left)
        if (!isShared(node, fn)) return
        report(node, 'accumulator', { name: name.length > 40 ? `${name.slice(0, 37)}...` : name }, suggestionsFor(node))
      },
    }

    /** `x += …`, or `x = x + …` with `x` on the left of what is awaited. */
    function readsItself({ operator, left, right }: TSESTree.AssignmentExpression): boolean {
      if (/^(?:\|\||&&|\?\?)=$/u.test(operator)) return false
      if (operator !== '=') return true
      const text = sourceCode.getText(left)
      const first = leftmost(right)
      return right.type === 'BinaryExpression' && sourceCode.getText(first) === text
    }

    function awaitsAfterRead({ right }: TSESTree.AssignmentExpression): boolean {
      for (const each of ownNodes(right, sourceCode)) if (each.type === 'AwaitExpression') return true
      return false
    }

    function isShared(node: TSESTree.AssignmentExpression, fn: FunctionNode): boolean {
      const left = bare(node.left)
      if (stateKey(left, sourceCode) !== undefined) {
        const when = openFile()?.index.when(node)
        return isConcurrent(fn) || when === 'loop' || when === 'unreached'
      }
      const root = rootName(left)
      const variable = root && variableOf(root, sourceCode)
      const declared = variable?.defs[0]?.name
      return declared !== undefined && !isWithin(declared, fn) && isConcurrent(fn)
    }

    /** A callback that several of run at a time, or an async function that is called in a list of promises. */
    function isConcurrent(fn: FunctionNode): boolean {
      const { parent } = fn
      if (parent.type !== 'CallExpression') return false
      if (parent.callee === fn) return parent.parent.type === 'ArrayExpression'
      return (
        concurrentHosts.has(methodCall(parent)?.method ?? '') ||
        isRuntimeName(parent.callee, 'createTask', sourceCode) ||
        isArrayFrom(parent)
      )
    }

    function isArrayFrom(call: TSESTree.CallExpression): boolean {
      return sourceCode.getText(call.callee) === 'Array.from'
    }

    function suggestionsFor(node: TSESTree.AssignmentExpression) {
      const statement = node.parent
      if (statement.type !== 'ExpressionStatement' || statement.parent.type !== 'BlockStatement' || node.operator === '=') return []
      if (bare(node.right).type !== 'AwaitExpression') return []
      const name = freeName(node)
      const indent = ' '.repeat(statement.loc.start.column)
      const end = sourceCode.getText(statement).endsWith(';') ? ';' : ''
      const line = `const ${name} = ${sourceCode.getText(node.right)}${end}\n${indent}`
      const fix = (fixer: TSESLint.RuleFixer) => [fixer.insertTextBefore(statement, line), fixer.replaceText(node.right, name)]
      return [{ id: 'awaitFirst' as const, slots: {}, fix }]
    }

    function freeName(node: TSESTree.Node): string {
      for (let at = 0; ; at++) {
        const name = `added${at === 0 ? '' : at}`
        if (!new RegExp(`\\b${name}\\b`, 'u').test(sourceCode.getText(functionAround(node) ?? node))) return name
      }
    }
  },
})

function leftmost(node: TSESTree.Node): TSESTree.Node {
  return node.type === 'BinaryExpression' ? leftmost(node.left) : node
}

function rootName(node: TSESTree.Node): TSESTree.Identifier | undefined {
  const at = bare(node)
  if (at.type === 'Identifier') return at
  return at.type === 'MemberExpression' ? rootName(at.object) : undefined
}
