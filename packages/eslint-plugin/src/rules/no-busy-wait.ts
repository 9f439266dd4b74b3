/** Finds code that keeps the loop waiting on purpose: `Atomics.wait`, deasync, prompts, and loops that look at the clock. */
import { remedyText } from '@offloop/catalog'
import type { TSESTree } from '@typescript-eslint/utils'
import { ownNodes } from '../ast/functions.ts'
import { bare, isGlobal, methodCall } from '../ast/names.ts'
import { chainText } from '../chain-message.ts'
import { defineRule } from '../define-rule.ts'
import { calleeText, rootText } from '../wording.ts'

type Loop = TSESTree.WhileStatement | TSESTree.DoWhileStatement | TSESTree.ForStatement

export default defineRule({
  name: 'no-busy-wait',
  summary: 'Wait for time and for others without stopping the event loop',
  preset: 'recommended',
  options: {},
  messages: {
    parks: '`{{call}}` stops the event loop until somebody else is done, in {{where}}. Use {{remedy}}.',
    chain: '`{{call}}` stops the event loop until somebody else is done: `{{chain}}`. Use {{remedy}}.',
    clock: 'This loop waits for the clock, and nobody is served. Use `setTimeout` of `node:timers/promises`.',
  },
  create({ sourceCode, openFile, report }) {
    return {
      Program() {
        const open = openFile()
        if (!open) return
        for (const { kind, place, callee, api, chain } of open.findings(['wait'])) {
          const slots = { call: calleeText(callee), remedy: remedyText(api) }
          if (kind === 'direct') report([place.start, place.end], 'parks', { ...slots, where: rootText(chain.root) })
          else report([place.start, place.end], 'chain', { ...slots, chain: chainText(chain, open.root) })
        }
      },
      'WhileStatement, DoWhileStatement, ForStatement'(loop: Loop) {
        if (!loop.test || !looksAtClock(loop.test) || !isIdle(loop)) return
        if (openFile()?.index.when(loop) !== 'loop') return
        report([loop.range[0], Math.max(loop.test.range[1], loop.range[0] + 1)], 'clock', {})
      },
    }

    /** `Date.now() < end`, `performance.now() - start < ms`, `new Date() < end`. */
    function looksAtClock(test: TSESTree.Expression): boolean {
      for (const each of ownNodes(test, sourceCode)) if (isClock(each)) return true
      return false
    }

    function isClock(node: TSESTree.Node): boolean {
      const read = methodCall(node)
      if (read && /^(?:getTime|valueOf)$/u.test(read.method)) return isClock(bare(read.receiver))
      if (node.type === 'NewExpression')
        return node.callee.type === 'Identifier' && node.callee.name === 'Date' && node.arguments.length === 0
      const call = methodCall(node)
      if (!call) return false
      const receiver = bare(call.receiver)
      if (call.method === 'bigint') return sourceCode.getText(receiver) === 'process.hrtime'
      if (receiver.type !== 'Identifier' || !isGlobal(receiver, sourceCode))
        return receiver.type === 'Identifier' && call.method === 'now' && receiver.name === 'performance'
      return (
        (call.method === 'now' && /^(?:Date|performance)$/u.test(receiver.name)) ||
        (receiver.name === 'process' && /^(?:hrtime|uptime)$/u.test(call.method))
      )
    }

    /** The body calls nothing, gives nothing back and lets nobody else run. */
    function isIdle(loop: Loop): boolean {
      for (const each of [...ownNodes(loop.body, sourceCode), ...(loop.test ? ownNodes(loop.test, sourceCode) : [])]) {
        if (/^(?:Call|New|Await|Yield|ForOf|Import|TaggedTemplate)/u.test(each.type) && !isClock(each)) return false
      }
      return true
    }
  },
})
