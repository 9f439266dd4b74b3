/** Finds sync parsing and serialising, on the loop, of what somebody else decides the size of. */
import { defaultCatalog } from '@offloop/catalog'
import type { TSESTree } from '@typescript-eslint/utils'
import { isMeasured } from '../ast/bounds.ts'
import { functionAround } from '../ast/functions.ts'
import { importedName, isGlobalCall, shortText } from '../ast/names.ts'
import { isGlobalName, unboundedSource } from '../ast/unbounded.ts'
import type { Kind } from '../ast/unbounded.ts'
import { defineRule } from '../define-rule.ts'

/** What goes into a call: text and bytes that came in, or data that goes out. */
type Direction = 'in' | 'out' | 'both'

const kindText: Readonly<Record<Kind, string>> = {
  body: 'a request body',
  file: 'a file',
  answer: 'an HTTP answer',
  message: 'a message',
  stream: 'a whole stream',
  rows: 'a whole query result',
}
const limits = /\b(?:limit|bodyLimit|maxPayload|maxPayloadLength|maxBodyLength|maxContentLength|maxBodySize|maxHttpBufferSize)\b['"]?\s*:/u

export default defineRule({
  name: 'no-unbounded-sync-parse',
  summary: 'Bound the size of what is parsed or serialised on the event loop',
  preset: 'off',
  options: {},
  messages: {
    unbounded: '`{{call}}` holds the event loop while it works on {{what}} of any size. Check its length, or use `syncToAsync`.',
  },
  create({ sourceCode, openFile, report }) {
    return {
      CallExpression(node) {
        const direction = directionOf(node)
        const [value] = node.arguments
        if (!direction || !value || value.type === 'SpreadElement') return
        const source = unboundedSource(value, sourceCode)
        if (!source) return
        if (direction !== 'both' && (source.kind === 'rows') !== (direction === 'out')) return
        if (isMeasured(source.names, node, sourceCode) || isLimited(source.kind, source.texts, node)) return
        if (openFile()?.index.when(node) !== 'loop') return
        report(node, 'unbounded', { call: shortText(node.callee, sourceCode), what: kindText[source.kind] })
      },
    }

    function directionOf(node: TSESTree.CallExpression): Direction | undefined {
      if (isGlobalCall(node, 'JSON', new Set(['parse']), sourceCode)) return 'in'
      if (isGlobalCall(node, 'JSON', new Set(['stringify']), sourceCode)) return 'out'
      if (isGlobalName(node.callee, 'structuredClone', sourceCode)) return 'both'
      const imported = importedName(node.callee, sourceCode)
      if (!imported) return undefined
      if (imported.module === 'v8') return imported.name === 'deserialize' ? 'in' : imported.name === 'serialize' ? 'out' : undefined
      const isParser =
        /\b(?:csv|yaml|xml|toml|json)/u.test(imported.module) && defaultCatalog.find(imported.module, imported.name)?.effect === 'pure'
      return isParser ? (/stringify|dump|build/iu.test(imported.name) ? 'out' : 'in') : undefined
    }

    /** A limit in the options of what gives the value, or of the server in this file; a look at the header before. */
    function isLimited(kind: Kind, texts: readonly string[], node: TSESTree.Node): boolean {
      if (texts.some((text) => limits.test(text) || /\bmax[A-Z_]/u.test(text))) return true
      if (/^(?:body|message|stream)$/u.test(kind) && limits.test(sourceCode.text)) return true
      const fn = functionAround(node)
      const before = fn ? sourceCode.text.slice(fn.range[0], node.range[0]) : ''
      return /content-?length/iu.test(before)
    }
  },
})
