/** What lists, maps and tables give: elements, other lists of them, and what wrappers and containers hand back. */
import type { Value } from '../summarise/summary.ts'
import { eachOf } from './each-of.ts'
import { isWrapper } from './hosts.ts'
import type { Target } from './target.ts'
import type { PlacedArguments } from './with-arguments.ts'

/** Who knows what values are. */
interface Lookup {
  of(file: string, value: Value): readonly Target[]
}

const none: readonly Target[] = []
/** Methods of arrays and maps that give one element. */
const elementGetters = new Set(['get', 'at', 'pop', 'shift', 'find', 'findLast'])
/** Methods that give some of the elements, or all in another order; pairs count as their values. */
const sameElements = new Set([
  ...['values', 'entries', 'filter', 'slice', 'concat', 'sort', 'toSorted', 'reverse', 'toReversed', 'splice', 'flat'],
])
const globalLists = new Set(['Object.values', 'Object.entries', 'Array.from', 'Promise.all'])
/** Methods by which containers of services give an instance of the class that they are asked for. */
const containerGetters = /(?:^|[.#])(?:get|resolve|inject|make)$/u

/** What a call gives that is a method of a collection, or a global function over one. */
export function fromCollection(lookup: Lookup, file: string, { of, args }: Value & { k: 'call' }): readonly Target[] {
  if (of.k !== 'member') return none
  if (of.of.k === 'global' && globalLists.has(`${of.of.name}.${of.name}`)) return args[0] ? listOf(file, { k: 'item', of: args[0] }) : none
  const isGetter = elementGetters.has(of.name)
  if (!isGetter && of.name !== 'map' && !sameElements.has(of.name)) return none
  const lists = lookup.of(file, of.of).filter((each) => each.t === 'list')
  if (lists.length === 0) return none
  if (isGetter) return eachOf(lists, (list) => eachOf(list.items, (each) => lookup.of(list.file, each)))
  if (of.name !== 'map') return lists
  return args[0] ? listOf(file, { k: 'call', of: args[0], args: [{ k: 'item', of: of.of }] }) : none
}

/** What a package's function gives of what it is given: a wrapper calls the function, a container makes an instance of the class. */
export function fromPackage(lookup: Lookup, path: string, module: string, { file, args }: PlacedArguments): readonly Target[] {
  const [first] = args
  if (!first) return none
  if (isWrapper(path.slice(Math.max(path.lastIndexOf('.'), path.lastIndexOf('#')) + 1) || /[^./-]*$/u.exec(module)![0]))
    return lookup.of(file, first).flatMap((each): Target[] => (each.t === 'fn' ? [{ ...each, isWrapped: true }] : []))
  if (!containerGetters.test(path)) return none
  return lookup.of(file, first).flatMap((each): Target[] => (each.t === 'class' ? [{ t: 'instance', file: each.file, cls: each.cls }] : []))
}

function listOf(file: string, item: Value): readonly Target[] {
  return [{ t: 'list', file, items: [item] }]
}
