/** The parameter `next` of a handler that no longer needs it. */
import type { Node } from '@offloop/analysis'
import type { Edit } from '../plan/plan.ts'
import type { Source } from '../rewrite/source.ts'
import type { Role } from './role.ts'

/** Where text goes away. */
interface Extent {
  readonly start: number
  readonly end: number
}

/** Takes `next` away where it is the last of three parameters and all its uses stand in what goes away. */
export function droppedNext({ fn, next, isParameter }: Role, gone: readonly Extent[], source: Source): Edit[] {
  const parameters = fn.params as Node[]
  if (!next || next === 'odd' || isParameter || parameters.length !== 3 || parameters[2] !== next) return []
  const mentions = source.references.mentions.filter((each) => each.name === next.name && fn.start <= each.start && each.end <= fn.end)
  const isGone = (at: Node): boolean => at.start === next.start || gone.some((each) => each.start <= at.start && at.end <= each.end)
  if (gone.length === 0 || !mentions.every(isGone) || /\barguments\b/u.test(source.text.slice(fn.start, fn.end))) return []
  return [{ start: parameters[1]!.end, end: next.end, text: '' }]
}
