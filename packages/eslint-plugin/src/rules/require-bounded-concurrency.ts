/** Finds work that is started for every element of a list at once, however long the list is. */
import type { TSESTree } from '@typescript-eslint/utils'
import { isBounded } from '../ast/bounds.ts'
import { functionValue } from '../ast/function-value.ts'
import { isFunction, ownNodes } from '../ast/functions.ts'
import type { FunctionNode } from '../ast/functions.ts'
import { bare, importedName, isGlobalCall, isRuntimeName, methodCall, shortText, variableOf } from '../ast/names.ts'
import { parameterOf } from '../ast/parameters.ts'
import { namesAlong, wordsOf } from '../ast/words.ts'
import { defineRule } from '../define-rule.ts'
import { stringList } from '../options.ts'

const combinators = new Set(['all', 'allSettled', 'any', 'race'])
const limiters = [
  ...['limit', 'limiter', 'throttle', 'throttler', 'queue', 'semaphore', 'sem', 'sema', 'mutex', 'lock', 'pool', 'bottleneck', 'throat'],
  ...['acquire', 'schedule', 'enqueue'],
]
const limiterModules =
  /^(?:p-(?:limit|queue|throttle|map|all)|bottleneck|async-(?:sema|mutex)|await-semaphore|throat|limiter|fastq|piscina|tinypool|async)$/u

export default defineRule({
  name: 'require-bounded-concurrency',
  summary: 'Bound how much work is started at once for the elements of a list',
  preset: 'off',
  options: { limiters: stringList(limiters) },
  messages: {
    unbounded: '`{{combinator}}` starts work for every element of `{{list}}` at once, however many. Use a bound such as `p-limit`.',
  },
  create({ sourceCode, options, openFile, report }) {
    return {
      CallExpression(node) {
        const combinator = nameOf(node)
        const mapping = combinator === undefined ? undefined : mappingOf(node)
        if (combinator === undefined || !mapping) return
        const { call, list, callback } = mapping
        if (!startsWork(callback, call) || isBounded(list, sourceCode)) return
        const index = openFile()?.index
        if (index?.when(node) === 'elsewhere') return
        // A constant list of another file; one that is only annotated as a list shows one item.
        if (isImported(list) && index?.receivers(call).some((each) => each.t === 'list' && each.items.length > 1)) return
        report(call, 'unbounded', { combinator, list: shortText(list, sourceCode) })
      },
    }

    function nameOf(node: TSESTree.CallExpression): string | undefined {
      if (isGlobalCall(node, 'Promise', combinators, sourceCode)) return sourceCode.getText(node.callee)
      return isRuntimeName(node.callee, 'gather', sourceCode) ? 'gather' : undefined
    }

    /** `list.map(callback)` and `Array.from(list, callback)`, as the argument or spread into it. */
    function mappingOf({ arguments: [argument] }: TSESTree.CallExpression) {
      const spread = argument?.type === 'ArrayExpression' && argument.elements.length === 1 ? argument.elements[0] : argument
      const value = spread?.type === 'SpreadElement' ? spread.argument : spread
      const call = value ? bare(value) : undefined
      const method = call && methodCall(call)
      if (call?.type !== 'CallExpression' || !method) return undefined
      const isFrom = method.method === 'from' && sourceCode.getText(method.receiver) === 'Array'
      const [first, second] = call.arguments
      const callback = isFrom ? second : first
      if (!first || !callback || first.type === 'SpreadElement' || callback.type === 'SpreadElement') return undefined
      if (isFrom) return { call, list: first.type === 'ObjectExpression' ? call : first, callback }
      return method.method === 'map' || method.method === 'flatMap' ? { call, list: method.receiver, callback } : undefined
    }

    function isImported(list: TSESTree.Node): boolean {
      const at = bare(list)
      return at.type === 'Identifier' && variableOf(at, sourceCode)?.defs[0]?.type === 'ImportBinding'
    }

    /** The callback is async or calls something that is no limiter; promises that are only given steps run already. */
    function startsWork(callback: TSESTree.Node, call: TSESTree.CallExpression): boolean {
      const fn = parameterOf(callback, sourceCode) ? undefined : functionValue(callback, sourceCode)
      if (!fn) return isAsyncByIndex(callback, call)
      if (isLimited(fn)) return false
      if (fn.async) return [...ownNodes(fn.body, sourceCode)].some(({ type }) => type === 'AwaitExpression' || type === 'CallExpression')
      const result = resultOf(fn)
      if (result?.type === 'NewExpression') return sourceCode.getText(result.callee) === 'Promise'
      return result?.type === 'CallExpression' && !isStepOfElement(result, fn)
    }

    function isAsyncByIndex(callback: TSESTree.Node, call: TSESTree.CallExpression): boolean {
      if (bare(callback).type !== 'Identifier' && bare(callback).type !== 'MemberExpression') return false
      const at = methodCall(call)?.method === 'from' ? 1 : 0
      const targets = openFile()?.index.argument(call, at) ?? []
      return targets.length > 0 && targets.every((each) => each.t === 'fn' && each.node.summary.isAsync)
    }

    function isLimited(fn: FunctionNode): boolean {
      for (const each of ownNodes(fn, sourceCode)) if (each.type === 'CallExpression' && isLimiter(each.callee)) return true
      return false
    }

    /** By name (`limit`, `queue.add`), or made by a package for that. */
    function isLimiter(callee: TSESTree.Node): boolean {
      const names = namesAlong(callee)
      if (names.some((name) => options.limiters.includes(name) || options.limiters.includes(wordsOf(name).at(-1) ?? ''))) return true
      const at = bare(callee)
      const root = at.type === 'MemberExpression' ? bare(at.object) : at
      const definition = root.type === 'Identifier' ? variableOf(root, sourceCode)?.defs[0]?.node : undefined
      const made = definition?.type === 'VariableDeclarator' && definition.init ? bare(definition.init) : undefined
      if (made?.type !== 'CallExpression' && made?.type !== 'NewExpression') return false
      return limiterModules.test(importedName(made.callee, sourceCode)?.module ?? '')
    }

    /** `promise.then(…)`, `job.promise`, of the element itself. */
    function isStepOfElement(result: TSESTree.Node, { params: [element] }: FunctionNode): boolean {
      const method = methodCall(result)
      if (!method || !/^(?:then|catch|finally)$/u.test(method.method) || element?.type !== 'Identifier') return false
      return namesAlong(method.receiver)[0] === element.name && bare(method.receiver).type !== 'CallExpression'
    }
  },
})

/** What a sync callback gives: the body of an arrow, or of its one `return`. */
function resultOf(fn: FunctionNode): TSESTree.Node | undefined {
  if (!isFunction(fn) || fn.body.type !== 'BlockStatement') return bare(fn.body)
  const last = fn.body.body.at(-1)
  return last?.type === 'ReturnStatement' && last.argument ? bare(last.argument) : undefined
}
