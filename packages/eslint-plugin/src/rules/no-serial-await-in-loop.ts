/** Finds loops that await one call per round though no round needs the one before. */
import type { TSESTree } from '@typescript-eslint/utils'
import { connectionsIn, isInTransaction } from '../ast/connections.ts'
import { isFunction, isWithin, ownNodes } from '../ast/functions.ts'
import { isCarried, isLeftEarly, isRetryLoop, loopVariables } from '../ast/loops.ts'
import type { Loop } from '../ast/loops.ts'
import { bare, importedName, shortText, variableOf } from '../ast/names.ts'
import { beforeSteps, lastName, namesAlong, wordsOf } from '../ast/words.ts'
import { defineRule } from '../define-rule.ts'
import { stringList } from '../options.ts'

/** Calls that are there to take their time. */
const waits = /^(?:sleep|delay|wait|pause|backoff|throttle|timeout|tick|next|set(?:timeout|immediate))$/u
const limits = /^(?:acquire|schedule|limit|limiter|throttle|ratelimit|semaphore|mutex|tokens?)$/u
/** Methods whose calls on one receiver have an order: text that is written, keys that are pressed. */
const inOrder = new Set([
  ...['write', 'append', 'push', 'print', 'type', 'click', 'press', 'fill', 'send', 'next', 'read', 'seek', 'say', 'ask', 'prompt'],
  ...['confirm', 'log', 'run', 'exec', 'execute', 'apply'],
])
/** The first word of calls whose order others see, or that begin and end things which rest on each other. */
const orderedVerbs = new Set([
  ...['publish', 'dispatch', 'emit', 'commit', 'call', 'invoke', 'iterate', 'import', 'require', 'migrate', 'bind', 'unbind', 'mount'],
  ...['start', 'stop', 'init', 'initialize', 'initialise', 'setup', 'teardown', 'install', 'uninstall', 'register', 'unregister'],
  ...['enable', 'disable', 'connect', 'disconnect', 'open', 'close', 'build', 'move', 'rename', 'process', 'handle'],
])
const readVerbs = /^(?:get|find|fetch|load|read|list|query|select|count|lookup|resolve|search|download|upload|send|notify)$/u
/** What comes one after the other by its nature, or has been made into portions on purpose. */
const sequences = new Set([
  ...['step', 'migration', 'hook', 'plugin', 'middleware', 'stage', 'phase', 'seed', 'command', 'statement', 'instruction', 'action'],
  ...['event', 'message', 'change', 'patch', 'operation', 'op', 'page', 'batch', 'chunk', 'part', 'segment', 'attempt', 'retry', 'try'],
  ...['promise', 'task', 'job', 'interceptor', 'handler', 'listener', 'callback', 'transform', 'layer', 'level', 'line', 'frame', 'sql'],
])

export default defineRule({
  name: 'no-serial-await-in-loop',
  summary: 'Start calls together that a loop awaits one by one without need',
  preset: 'strict',
  options: { ordered: stringList(), connections: stringList() },
  messages: {
    serial: 'Each round waits for `{{call}}` of the round before and does not need it. Use `Promise.all`, bounded by `p-limit`.',
  },
  create({ sourceCode, options, openFile, report }) {
    return {
      ForOfStatement: (node) => (node.await ? undefined : check(node)),
      ForInStatement: check,
      ForStatement: check,
    }

    function check(loop: Loop): void {
      const nodes = [...ownNodes(loop.body, sourceCode)]
      const awaits = nodes.filter((node) => node.type === 'AwaitExpression' && nearestLoop(node) === loop)
      if (awaits.length === 0) return
      const calls = awaits.map((node) => beforeSteps((node as TSESTree.AwaitExpression).argument))
      if (!calls.every((call) => call.type === 'CallExpression' && isReady(call))) return
      const [first] = calls as TSESTree.CallExpression[]
      if (!first || nodes.some(isPause) || isLeftEarly(nodes, loop) || isRetryLoop(nodes, loop) || isSequence(loop)) return
      // A loop in the loop that awaits has an order of its own.
      if (nodes.some((node) => node.type === 'AwaitExpression' && nearestLoop(node) !== loop)) return
      if (!calls.some((call) => dependsOnRound(call, loop))) return
      if (isCarried(loop, nodes, calls, sourceCode) || isInTransaction(loop)) return
      const when = openFile()?.index.when(loop)
      if (when === 'start-up' || when === 'elsewhere') return
      report(first, 'serial', { call: shortText(first, sourceCode) })
    }

    /** A call that may run at the same time as itself. */
    function isReady(call: TSESTree.CallExpression): boolean {
      const names = namesAlong(call.callee)
      const name = lastName(call.callee)
      if (name === undefined || connectionsIn(call, options.connections).length > 0) return false
      const [verb = ''] = wordsOf(name)
      if ((names.length > 1 && inOrder.has(name)) || orderedVerbs.has(verb)) return false
      // A method of the same object may change it.
      if (names.length === 2 && names[0] === 'this' && !readVerbs.test(verb)) return false
      return (
        !names.some((each) => wordsOf(each).some((word) => limits.test(word))) &&
        !(names[0] === 'Promise' && /^(?:all|allSettled|race|any)$/u.test(name))
      )
    }

    function isPause(node: TSESTree.Node): boolean {
      if (node.type === 'NewExpression') return sourceCode.getText(node).includes('setTimeout')
      if (node.type !== 'CallExpression') return false
      const imported = importedName(node.callee, sourceCode)
      return (
        waits.test(wordsOf(lastName(node.callee) ?? '')[0] ?? '') ||
        waits.test((lastName(node.callee) ?? '').toLowerCase()) ||
        imported?.module === 'timers/promises'
      )
    }

    /** What is looped over has an order: `for (const step of steps)`, `for (const run of hooks) await run()`. */
    function isSequence(loop: Loop): boolean {
      const heads = [...loopVariables(loop), ...(loop.type === 'ForStatement' ? [] : namesAlong(loop.right))]
      const isOrdered = (word: string) =>
        sequences.has(word) || sequences.has(word.replace(/e?s$/u, '')) || sequences.has(word.replace(/s$/u, ''))
      if (heads.some((name) => options.ordered.includes(name) || isOrdered(wordsOf(name).at(-1) ?? ''))) return true
      return loop.type !== 'ForStatement' && /Order|Sequence|Sorted|sorted|reverse/u.test(sourceCode.getText(loop.right))
    }

    /** The call mentions the loop's variable or a constant of the round, and is not a call of the variable itself. */
    function dependsOnRound(call: TSESTree.Node, loop: Loop): boolean {
      if (call.type !== 'CallExpression' || isWithinRound(bare(call.callee), loop)) return false
      for (const each of ownNodes(call, sourceCode)) if (isWithinRound(each, loop)) return true
      return false
    }

    function isWithinRound(node: TSESTree.Node, loop: Loop): boolean {
      const declared = node.type === 'Identifier' ? variableOf(node, sourceCode)?.defs[0]?.name : undefined
      return declared !== undefined && isWithin(declared, loop)
    }
  },
})

function nearestLoop(node: TSESTree.Node): TSESTree.Node | undefined {
  for (let at = node.parent; at && !isFunction(at); at = at.parent) {
    if (/^(?:For|ForOf|ForIn|While|DoWhile)Statement$/u.test(at.type)) return at
  }
  return undefined
}
