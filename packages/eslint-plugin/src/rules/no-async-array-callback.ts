/** Finds async callbacks of array methods that use what the callback returns at once, or throw it away: the promise is taken for the answer. */
import type { TSESTree } from '@typescript-eslint/utils'
import { functionValue, headOf } from '../ast/function-value.ts'
import { ownNodes } from '../ast/functions.ts'
import type { FunctionNode } from '../ast/functions.ts'
import { bare, importedName, methodCall } from '../ast/names.ts'
import { defineRule } from '../define-rule.ts'
import type { OpenFile } from '../project.ts'

/** What the method makes of the promise, and what to do instead. */
const methods: Readonly<Record<string, { readonly does: string; readonly instead: string }>> = {
  forEach: { does: 'drops the promises: errors are lost and nothing waits', instead: '`for … of` with `await`' },
  filter: { does: 'keeps every element, as a promise is truthy', instead: '`await Promise.all(…)` of the answers, then `filter` by them' },
  some: { does: 'is always true, as a promise is truthy', instead: '`for … of` with `await`' },
  every: { does: 'is always true, as a promise is truthy', instead: '`for … of` with `await`' },
  find: { does: 'gives the first element, as a promise is truthy', instead: '`for … of` with `await`' },
  findIndex: { does: 'gives 0, as a promise is truthy', instead: '`for … of` with `await`' },
  findLast: { does: 'gives the last element, as a promise is truthy', instead: '`for … of` with `await`' },
  findLastIndex: { does: 'gives the last index, as a promise is truthy', instead: '`for … of` with `await`' },
  reduce: { does: 'hands the next call a promise in place of the value', instead: '`for … of` with `await`' },
  reduceRight: { does: 'hands the next call a promise in place of the value', instead: '`for … of` with `await`' },
  sort: { does: 'compares promises, so that the order is arbitrary', instead: 'keys that are awaited before, then `sort` by them' },
  toSorted: { does: 'compares promises, so that the order is arbitrary', instead: 'keys that are awaited before, then `toSorted` by them' },
  flatMap: { does: 'does not flatten promises', instead: '`(await Promise.all(list.map(…))).flat()`' },
}
const listLibraries = /^(?:lodash|lodash-es|underscore)$/u

export default defineRule({
  name: 'no-async-array-callback',
  summary: 'Keep async callbacks away from array methods that do not wait for them',
  preset: 'recommended',
  options: {},
  messages: {
    async: '`{{method}}` does not wait for an async callback: it {{does}}. Use {{instead}}.',
  },
  create({ sourceCode, openFile, report }) {
    return {
      CallExpression(node) {
        const call = methodCall(node)
        const known = call && Object.hasOwn(methods, call.method) ? methods[call.method] : undefined
        if (!call || !known) return
        const inLibrary = listLibraries.test(importedName(call.receiver, sourceCode)?.module ?? '')
        const argument = node.arguments[inLibrary ? 1 : 0]
        const callback = argument && functionValue(argument, sourceCode)
        if (!argument || !callback?.async || callback.generator) return
        if (call.method.startsWith('reduce') && awaitsAccumulator(callback)) return
        if (!inLibrary && isOtherReceiver(node, openFile())) return
        const { does, instead } = known
        report(headOf(argument), 'async', { method: call.method, does, instead })
      },
    }

    /** `async (before, each) => { const total = await before; … }`: one after the other, on purpose. */
    function awaitsAccumulator(fn: FunctionNode): boolean {
      const [accumulator] = fn.params
      if (accumulator?.type !== 'Identifier') return false
      for (const each of ownNodes(fn.body, sourceCode)) {
        if (each.type !== 'AwaitExpression') continue
        const awaited = bare(each.argument)
        if (awaited.type === 'Identifier' && awaited.name === accumulator.name) return true
      }
      return false
    }
  },
})

/** The receiver is known, and is no array: a stream, a query, a collection of a library, a class of the project. */
function isOtherReceiver(node: TSESTree.CallExpression, open: OpenFile | undefined): boolean {
  const receivers = open?.index.receivers(node) ?? []
  return receivers.some(
    (each) =>
      each.t === 'instance' || each.t === 'class' || (each.t === 'external' && !/\.(?:split|keys|values|entries)\(\)$/u.test(each.path)),
  )
}
