/** The parts of a call of an array method, and of the loop that may take its place. */
import type { Node } from '@offloop/analysis'

/** The array whose method is called. */
export function receiverOf(call: Node): Node | undefined {
  return call.type === 'CallExpression' && call.callee.type === 'MemberExpression' ? call.callee.object : undefined
}

/** The arguments that a callback is called with, as far as it looks at them. */
export function passed(parameters: number, item: string, index: string, items: string | undefined): string {
  return [item, ...(parameters > 1 ? [index] : []), ...(items ? [items] : [])].join(', ')
}
