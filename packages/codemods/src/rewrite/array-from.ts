/** `Array.from(source, callback)`: what only reads runs side by side, what writes keeps its order. */
import type { Node } from '@offloop/analysis'
import type { EditSet } from '../edit/edits.ts'
import { frameOf, passed } from './array-call.ts'
import type { HostCallback } from './array-call.ts'
import { depthOf, needsParentheses, openingOf } from './await.ts'
import { freeName } from './free-name.ts'
import type { Source } from './source.ts'

/** The source is turned into an array as before; its elements go through the callback in the same order. */
export function rewriteArrayFrom(
  edits: EditSet,
  call: Node & { type: 'CallExpression' },
  source: Source,
  { parameters, writes }: HostCallback,
): void {
  const [items, callback] = call.arguments as [Node, Node]
  const [open, close] = [openingOf(call, source), needsParentheses(call) ? ')' : '']
  const depth = depthOf(call)
  if (!writes) {
    edits.insert(source.file, call.start, `${open}await Promise.all(`, depth)
    edits.insert(source.file, call.end, `)${close}`, -depth)
    return
  }
  const [item, index, results] = ['item', 'index', 'results'].map((each) => freeName(each, source.text)) as [string, string, string]
  const usesIndex = parameters > 1
  const frame = frameOf(callback, undefined, passed(Math.min(parameters, 2), item, index, undefined))
  edits.insert(
    source.file,
    call.start,
    `${open}await (async () => { const ${results} = []; for (const ${usesIndex ? `[${index}, ${item}]` : item} of `,
    depth,
  )
  edits.replace(source.file, items.end, callback.start, `)${usesIndex ? '.entries()' : ''}) ${results}.push(await ${frame.open}`)
  edits.replace(source.file, callback.end, call.end, `${frame.close}); return ${results} })()${close}`)
}
