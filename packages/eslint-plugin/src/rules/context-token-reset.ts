/** Finds tokens of `ContextVar#set` that are not given back to `reset` in a `finally`: the value stays set when something fails. */
import type { TSESTree } from '@typescript-eslint/utils'
import { functionAround, isFunction, isWithin, ownNodes } from '../ast/functions.ts'
import { bare, isRuntimeName, memberName, methodCall, parentPast, variableOf } from '../ast/names.ts'
import { defineRule } from '../define-rule.ts'

/** What is done with a token at one of its mentions. */
type Use = { readonly does: 'look' | 'leave' } | { readonly does: 'reset'; readonly call: TSESTree.Node }

export default defineRule({
  name: 'context-token-reset',
  summary: 'Give the token of `ContextVar#set` back to `reset` in a `finally`',
  preset: 'strict',
  options: {},
  messages: {
    kept: '`{{token}}` of `{{variable}}.set` is given to no `reset`: the value stays for the rest of the task. Use `reset`, or `using`.',
    afterwards:
      '`{{variable}}.reset` is left out when the code before it throws: the value stays. Put it into a `finally`, or use `using`.',
  },
  create({ sourceCode, openFile, report }) {
    return {
      CallExpression(node) {
        const call = methodCall(node)
        if (call?.method !== 'set' || node.arguments.length !== 1) return
        const token = tokenOf(node)
        const variable = token && variableOf(token, sourceCode)
        if (!variable || variable.scope.type === 'global' || token.name.startsWith('_') || isInContextOfItsOwn(node)) return
        const uses = variable.references.filter((each) => each.isRead()).map(({ identifier }) => useOf(identifier, node))
        if (uses.some(({ does }) => does === 'leave')) return
        const resets = uses.flatMap((use) => (use.does === 'reset' ? [use.call] : []))
        const late = resets.length === 0 ? undefined : unprotectedReset(resets, node)
        if (resets.length > 0 && !late) return
        const open = openFile()
        if (!open?.index.externals(node).some(({ module, path }) => module === '@offloop/runtime' && /^ContextVar#set$/u.test(path))) return
        if (open.index.when(node) === 'elsewhere') return
        const name = sourceCode.getText(call.receiver).replaceAll(/\s+/gu, '')
        if (late) report(late, 'afterwards', { variable: name })
        else report(node, 'kept', { token: token.name, variable: name })
      },
    }

    /** The local variable that takes the token; `using` disposes of it by itself. */
    function tokenOf(node: TSESTree.Node): TSESTree.Identifier | undefined {
      const parent = parentPast(node)
      if (parent?.type === 'VariableDeclarator') {
        const { kind, parent: statement } = parent.parent
        if (/using/u.test(kind) || statement.type === 'ExportNamedDeclaration') return undefined
        return parent.id.type === 'Identifier' ? parent.id : undefined
      }
      if (parent?.type !== 'AssignmentExpression' || parent.left.type !== 'Identifier') return undefined
      const isStatement = parent.parent.type === 'ExpressionStatement'
      const declared = variableOf(parent.left, sourceCode)?.defs[0]?.node
      const fn = functionAround(node)
      return isStatement && declared && fn && isWithin(declared, fn) ? parent.left : undefined
    }

    function useOf(identifier: TSESTree.Node, set: TSESTree.Node): Use {
      const parent = parentPast(identifier)
      if (parent?.type === 'MemberExpression' && bare(parent.object) === identifier) {
        const isDispose = sourceCode.getText(parent.property) === 'Symbol.dispose'
        if (isDispose) return inSameFunction(parent, set)
        return /^(?:oldValue|hadValue|variable)$/u.test(memberName(parent) ?? '') ? { does: 'look' } : { does: 'leave' }
      }
      if (parent?.type === 'CallExpression' && methodCall(parent)?.method === 'reset' && parent.arguments[0] === identifier)
        return inSameFunction(parent, set)
      // `if (token) variable.reset(token)`
      if (parent?.type === 'IfStatement' || parent?.type === 'BinaryExpression' || parent?.type === 'UnaryExpression')
        return { does: 'look' }
      if (parent?.type === 'LogicalExpression' && parent.left === identifier) return { does: 'look' }
      return { does: 'leave' }
    }

    function inSameFunction(call: TSESTree.Node, set: TSESTree.Node): Use {
      return functionAround(call) === functionAround(set) ? { does: 'reset', call } : { does: 'leave' }
    }

    /** The reset that an error between it and the `set` would leave out. */
    function unprotectedReset(resets: readonly TSESTree.Node[], set: TSESTree.Node): TSESTree.Node | undefined {
      if (resets.some(isInFinally) || resets.some(isInCatch)) return undefined
      const [first] = resets
      const root = functionAround(set)?.body ?? sourceCode.ast
      for (const each of ownNodes(root, sourceCode)) {
        const isBetween = each.range[0] >= set.range[1] && each.range[1] <= first!.range[0]
        if (isBetween && /^(?:AwaitExpression|CallExpression|NewExpression|ThrowStatement|ForOfStatement)$/u.test(each.type)) return first
      }
      return undefined
    }

    /** In a callback of `context.run(…)` or `createTask(…)`, whose context ends with it. */
    function isInContextOfItsOwn(node: TSESTree.Node): boolean {
      for (let at: TSESTree.Node | undefined = node; at; at = at.parent) {
        const parent: TSESTree.Node | undefined = at.parent
        if (!isFunction(at) || parent?.type !== 'CallExpression' || parent.callee === at) continue
        const method = methodCall(parent)?.method
        if (method === 'run' || method === 'bind' || isOwnTask(parent)) return true
      }
      return false
    }

    function isOwnTask({ callee }: TSESTree.CallExpression): boolean {
      return isRuntimeName(callee, 'createTask', sourceCode) || isRuntimeName(callee, 'gather', sourceCode)
    }
  },
})

function isInFinally(node: TSESTree.Node): boolean {
  for (let at = node; at.parent && !isFunction(at); at = at.parent) {
    if (at.parent.type === 'TryStatement' && at.parent.finalizer === at) return true
  }
  return false
}

function isInCatch(node: TSESTree.Node): boolean {
  for (let at: TSESTree.Node | undefined = node; at && !isFunction(at); at = at.parent) if (at.type === 'CatchClause') return true
  return false
}
