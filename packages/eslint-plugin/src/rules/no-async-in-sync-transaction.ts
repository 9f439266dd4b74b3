/** Finds async functions given to transactions that end when the function returns: they commit at the first await. */
import type { TSESTree } from '@typescript-eslint/utils'
import { isFunction } from '../ast/functions.ts'
import { placeText } from '../chain-message.ts'
import { defineRule } from '../define-rule.ts'
import { calleeText } from '../wording.ts'

export default defineRule({
  name: 'no-async-in-sync-transaction',
  summary: 'Give sync functions to transactions of sync databases',
  preset: 'recommended',
  options: {},
  messages: {
    here: '`{{call}}` commits when this function returns, at its first `await`. Await before, and use a sync function here.',
    elsewhere: '{{name}} reaches `{{call}}` ({{place}}), which commits at its first `await`. Await before, and use a sync function.',
  },
  create({ openFile, report }) {
    return {
      ':function'(node: TSESTree.Node) {
        if (!isFunction(node) || !node.async) return
        const open = openFile()
        const site = open?.index.syncTransactionOf(node)
        if (!open || !site) return
        const { calleeText: callee, start, end, line, column } = site.call
        const call = calleeText(callee)
        const head = [node.range[0], node.body.range[0]] as const
        const isHere = site.file === open.path && start <= node.range[0] && node.range[1] <= end
        if (isHere) report(head, 'here', { call })
        else
          report(head, 'elsewhere', {
            name: nameOf(node),
            call,
            place: placeText({ file: site.file, start, end, line, column }, open.root),
          })
      },
    }
  },
})

function nameOf({ id, parent }: TSESTree.ArrowFunctionExpression | TSESTree.FunctionDeclaration | TSESTree.FunctionExpression): string {
  if (id) return `\`${id.name}\``
  return parent.type === 'VariableDeclarator' && parent.id.type === 'Identifier' ? `\`${parent.id.name}\`` : 'This function'
}
