/** Finds what belongs to one request being kept in a variable of the module, where the next request overwrites it. */
import { areRequestAndResponse } from '@offloop/analysis'
import type { TSESTree } from '@typescript-eslint/utils'
import { isFunction, ownNodes } from '../ast/functions.ts'
import type { FunctionNode } from '../ast/functions.ts'
import { bare, memberName, methodCall, variableOf } from '../ast/names.ts'
import { isGlobalState, stateKey } from '../ast/state.ts'
import { defineRule } from '../define-rule.ts'

export default defineRule({
  name: 'no-module-request-state',
  summary: 'Keep what belongs to a request in a ContextVar, not in a variable of the module',
  preset: 'recommended',
  options: {},
  messages: {
    requestState: '`{{target}}` is shared by all requests, and this value belongs to one. Use a `ContextVar`, or an argument.',
  },
  create({ sourceCode, openFile, report }) {
    return {
      AssignmentExpression(node) {
        if (node.operator !== '=' || !isShared(node.left)) return
        const handler = handlerAround(node)
        if (!handler || !comesFrom(node.right, handler) || isSaved(node.left, handler)) return
        report(node, 'requestState', { target: sourceCode.getText(node.left).replaceAll(/\s+/gu, '') })
      },
    }

    /** `current`, `state.user`, `globalThis.user`, `app.locals.user`; `byId[id]` is a store of many and fine. */
    function isShared(target: TSESTree.Node): boolean {
      const at = bare(target)
      if (at.type === 'MemberExpression' && memberName(at) === undefined) return false
      const key = stateKey(at, sourceCode)
      return (key !== undefined && !key.startsWith('this.') && !key.includes('[]')) || isGlobalState(at, sourceCode)
    }

    /** The nearest function around that takes a request: the framework's word, or its parameters' names. */
    function handlerAround(node: TSESTree.Node): FunctionNode | undefined {
      for (let at = node.parent; at; at = at.parent) {
        if (isFunction(at) && at.params.length > 0 && (isNamedHandler(at) || openFile()?.index.root(at)?.kind === 'handler')) return at
      }
      return undefined
    }

    /** `store.settings.path = req.body.path; await store.saveSettings()`: the settings of the server, which a request may change. */
    function isSaved(target: TSESTree.Node, handler: FunctionNode): boolean {
      const at = bare(target)
      if (at.type !== 'MemberExpression') return false
      const holder = sourceCode.getText(at.object)
      for (const each of ownNodes(handler.body, sourceCode)) {
        const call = methodCall(each)
        if (call && /^(?:save|persist|write|store|update|commit)/u.test(call.method) && isPartOf(holder, sourceCode.getText(call.receiver)))
          return true
      }
      return false
    }

    /** The value mentions the request, or a local that was made of it. */
    function comesFrom(value: TSESTree.Node, handler: FunctionNode, seen = new Set<unknown>()): boolean {
      for (const each of ownNodes(value, sourceCode)) {
        if (each.type !== 'Identifier' || isPropertyName(each)) continue
        const variable = variableOf(each, sourceCode)
        if (!variable || seen.has(variable)) continue
        seen.add(variable)
        const [definition] = variable.defs
        if (definition?.type === 'Parameter' && definition.node === handler && isFirst(definition.name, handler)) return true
        const init = definition?.node.type === 'VariableDeclarator' ? definition.node.init : undefined
        if (init && isWithinFunction(init, handler) && comesFrom(init, handler, seen)) return true
      }
      return false
    }
  },
})

/** `store.settings` is, and hangs on `store`. */
function isPartOf(holder: string, receiver: string): boolean {
  return holder === receiver || holder.startsWith(`${receiver}.`)
}

function isNamedHandler({ params: [first, second] }: FunctionNode): boolean {
  return first?.type === 'Identifier' && second?.type === 'Identifier' && areRequestAndResponse(first.name, second.name)
}

/** In the first parameter (`req`, `ctx`, `{ body, user }`); an error handler's request is the second. */
function isFirst(name: TSESTree.Node, { params }: FunctionNode): boolean {
  const request = params.length === 4 ? params[1] : params[0]
  return request !== undefined && request.range[0] <= name.range[0] && name.range[1] <= request.range[1]
}

function isPropertyName(node: TSESTree.Identifier): boolean {
  const { parent } = node
  if (parent.type === 'MemberExpression') return parent.property === node && !parent.computed
  return parent.type === 'Property' && parent.key === node && !parent.shorthand && !parent.computed
}

function isWithinFunction(node: TSESTree.Node, fn: FunctionNode): boolean {
  return fn.range[0] <= node.range[0] && node.range[1] <= fn.range[1]
}
