/** Items of lists with commas: declarators, properties. */
import type { Node } from '@offloop/analysis'
import type { EditSet } from './edits.ts'

/** Takes one of the items that leave out of the list, with the comma between it and a neighbour. */
export function removeItem(edits: EditSet, file: string, list: readonly Node[], leaving: readonly Node[], each: Node): void {
  const at = list.indexOf(each)
  const hasStaying = list.slice(0, at).some((other) => !leaving.includes(other))
  if (hasStaying) edits.replace(file, list[at - 1]!.end, each.end, '')
  else edits.replace(file, each.start, list[at + 1]?.start ?? each.end, '')
}
