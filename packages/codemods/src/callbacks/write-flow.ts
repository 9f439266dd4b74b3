/** Writes tasks of the library async as a `Promise.all` or a loop. */
import type { Source } from '../rewrite/source.ts'
import type { Flow } from './async-library.ts'
import { unusedName } from './names.ts'
import type { TextEdits } from './text-edits.ts'
import type { Call } from './tree.ts'

/** How such a call begins and ends. */
export interface FlowText {
  /** What is declared before it, in place of the value. */
  readonly declared: readonly string[]
  /** Stands in place of `const result = await`. */
  readonly lead: string | undefined
  /** Closes it. */
  readonly end: string
}

/** Replaces what stands around the tasks. `value`: the name that the result has. */
export function writeFlow(
  call: Call,
  flow: Flow,
  value: string | undefined,
  edits: TextEdits,
  source: Source,
  taken: Set<string>,
): FlowText {
  const { kind, list, tasks } = flow
  const [first] = tasks
  const isPlain = list.type === 'ArrayExpression' || list.type === 'Identifier' || list.type === 'CallExpression'
  if (kind === 'parallel') {
    edits.replace(call.callee.start, call.callee.end, 'Promise.all')
    for (const each of tasks) {
      edits.put(each.start, '(', -30)
      edits.put(each.end, ')()', 30)
    }
    return { declared: [], lead: undefined, end: ')' }
  }
  if (kind === 'map') {
    edits.replace(call.callee.start, list.start, isPlain ? 'Promise.all(' : 'Promise.all((')
    edits.replace(list.end, first!.start, isPlain ? '.map(' : ').map(')
    return { declared: [], lead: undefined, end: '))' }
  }
  const isTasks = kind === 'series' || kind === 'waterfall'
  const item = unusedName(isTasks ? 'task' : 'item', source, taken)
  const result = value ?? unusedName(kind === 'waterfall' ? 'value' : 'values', source, taken)
  const hasList = kind === 'map-series' || kind === 'series'
  edits.replace(call.callee.start, list.start, `for (const ${item} of `)
  const push = hasList && (value !== undefined || kind === 'map-series') ? `${result}.push(` : ''
  const declared = kind === 'waterfall' ? [result] : push ? [`${result} = []`] : []
  const close = push ? ')' : ''
  if (kind === 'waterfall') return { declared, lead: '', end: `) ${result} = await ${item}(${result})` }
  if (kind === 'series') return { declared, lead: '', end: `) ${push}await ${item}()${close}` }
  edits.replace(list.end, first!.start, `) ${push}await (`)
  return { declared, lead: '', end: `)(${item})${close}` }
}
