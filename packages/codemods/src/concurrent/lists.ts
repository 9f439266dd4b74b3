/** Lists of awaits: `[await a(), await b()]`. */
import { beforeSteps, walk } from '@offloop/analysis'
import type { Node } from '@offloop/analysis'
import { EditSet } from '../edit/edits.ts'
import { asiGuard, needsParentheses } from '../rewrite/await.ts'
import { startConflict } from './groups.ts'
import type { Outcome } from './groups.ts'
import { conflictOf, placeConflict } from './independence.ts'
import type { Read } from './independence.ts'
import type { Refusal } from './refusal.ts'
import { ownNodes, shortText } from './surroundings.ts'
import type { Surroundings } from './surroundings.ts'

/** An item of the list. */
type Item = Node & { readonly type: 'AwaitExpression' }

const note = 'All of them start at once: where one fails the others have started, and the error that comes first is thrown.'

/** An array all of whose items are awaited calls. */
export function joinList(list: Node & { readonly type: 'ArrayExpression' }, surroundings: Surroundings): Outcome {
  const items = list.elements.filter((each): each is Item => each?.type === 'AwaitExpression')
  const reads = items.flatMap((each) => readOf(each) ?? [])
  if (items.length < 2 || items.length !== list.elements.length || reads.length !== items.length) return { changes: [], left: [] }
  const { source } = surroundings
  const places = items.map(({ start, end }, index) => ({ start, end, label: shortText(reads[index]!.call.callee, source) }))
  for (const [index, read] of reads.entries()) {
    const conflict = index === 0 ? undefined : conflictAt(index, read, reads, surroundings)
    if (conflict) return { changes: [], left: [{ ...places[index]!, ...conflict }] }
  }
  const { start, end } = list
  return { changes: [{ start, end, places, edits: write(list, items, surroundings), notes: [note] }], left: [] }
}

function conflictAt(index: number, read: Read, reads: readonly Read[], surroundings: Surroundings): Refusal | undefined {
  const earlier = reads.slice(0, index)
  for (const each of earlier) {
    const conflict = placeConflict(read.whole) ?? conflictOf(read, each, surroundings)
    if (conflict) return conflict
  }
  return startConflict(
    read,
    earlier.map((each) => each.promise),
    surroundings,
  )
}

function readOf(item: Item): Read | undefined {
  const call = beforeSteps(item.argument)
  const isNested = ownNodes(item.argument).some(({ type }) => type === 'AwaitExpression' || type === 'YieldExpression')
  return call.type === 'CallExpression' && !isNested ? { whole: item, promise: item.argument, call, names: [] } : undefined
}

function write(list: Node, items: readonly Item[], { source, isGather, gather }: Surroundings) {
  const { file, text } = source
  const edits = new EditSet()
  const wrap = needsParentheses(list) ? ['(', ')'] : ['', '']
  const guard = wrap[0] === '' ? '' : asiGuard(list, source)
  if (isGather) {
    edits.replace(file, list.start, list.start + 1, `${guard}${wrap[0]}await ${gather}(`)
    edits.replace(file, list.end - 1, list.end, `)${wrap[1]}`)
  } else {
    edits.insert(file, list.start, `${guard}${wrap[0]}await Promise.all(`)
    edits.insert(file, list.end, `)${wrap[1]}`)
  }
  for (const each of items) {
    const from = each.start + 'await'.length
    const space = /^[\t ]*/u.exec(text.slice(from))![0].length
    edits.replace(file, each.start, from + space, isGather ? '() => ' : '')
  }
  return edits.files[0]!.edits
}

/** Every array of a file. */
export function arraysIn(program: Node): (Node & { readonly type: 'ArrayExpression' })[] {
  const found: (Node & { readonly type: 'ArrayExpression' })[] = []
  walk(program, (node) => {
    if (node.type === 'ArrayExpression') found.push(node)
  })
  return found
}
