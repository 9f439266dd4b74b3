/** How a piece is called, and what is said of it. */
import type { BlockingSite, FunctionNode, Graph } from '@offloop/analysis'
import { isOffloaded } from './offload.ts'

/** `id`, or `id~2` and so on where it is taken. */
export function uniqueId(id: string, taken: Set<string>): string {
  let candidate = id
  for (let i = 2; taken.has(candidate); i++) candidate = `${id}~${i}`
  taken.add(candidate)
  return candidate
}

/** What moving calls to threads costs. */
export function offloadNotes(sites: readonly BlockingSite[]): string[] {
  const names = new Set(sites.filter((each) => isOffloaded(each.api)).map((each) => each.api.id))
  return [...names].map((name) => `${name} runs on a thread, which gets copies of its arguments: large ones take time to copy`)
}

/** `GET /orders > readFileSync`: where requests begin, and what is called in the end. */
export function titleOf(sites: readonly BlockingSite[], functions: readonly FunctionNode[], graph: Graph): string {
  const roots = [...functions, ...sites.map((each) => each.fn)].flatMap((each) => graph.roots.get(each)?.name ?? [])
  const names = roots.length > 0 ? [...new Set(roots)] : [functions[0]?.summary.name ?? sites[0]!.fn.summary.name]
  const apis = [...new Set(sites.map((each) => each.call.name))]
  const some = (list: readonly string[]): string =>
    list.length > 3 ? `${list.slice(0, 3).join(', ')} and ${list.length - 3} more` : list.join(', ')
  return `${some(names)} > ${some(apis)}`
}
