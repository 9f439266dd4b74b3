/** Whether a call on the right of `+=` may await: what it calls must not change the left side itself. */
import type { CallSite, FunctionNode, Graph, Node } from '@offloop/analysis'
import { walk } from '@offloop/analysis'
import type { Obstacle } from '../rewrite/await.ts'
import { compoundAround, isSplittable } from '../rewrite/compound.ts'
import type { Source, Sources } from '../rewrite/source.ts'

/**
 * Why `total += f()` can't read `total` after the await; nothing where it can, or need not.
 * `mayMove`: the call can be taken out of the assignment.
 */
export function compoundObstacle(
  site: CallSite,
  node: Node,
  mayMove: boolean,
  search: { readonly graph: Graph; readonly sources: Sources },
): Obstacle | undefined {
  const source = search.sources.of(site.file)
  const assignment = compoundAround(node, source)
  if (!assignment) return undefined
  const { left, right, operator } = assignment
  if (mayMove && isSplittable(assignment) && !isWrittenBelow(left, right, site, search)) return undefined
  return { reason: 'race-read-modify-write', message: `the left side of ${operator} is read before the await` }
}

function isWrittenBelow(
  left: Node,
  right: Node,
  { file, fn }: CallSite,
  { graph, sources }: { readonly graph: Graph; readonly sources: Sources },
): boolean {
  const source = sources.of(file)
  const isRight = (at: number): boolean => right.start <= at && at < right.end
  const queue = graph.callees(fn).flatMap((each) => (isRight(each.site.call.start) ? [each.to] : []))
  const seen = new Set<FunctionNode>(queue)
  if (writes(source, right, left, source)) return true
  for (let at = queue.pop(); at; at = queue.pop()) {
    const text = sources.of(at.file)
    if (!at.summary.isBodiless && writes(text, text.functionNode(at), left, source)) return true
    for (const { to } of graph.callees(at))
      if (!seen.has(to)) {
        seen.add(to)
        queue.push(to)
      }
  }
  return false
}

/** True where some code assigns the variable, or any member of that name. */
function writes(source: Source, within: Node, left: Node, home: Source): boolean {
  const key = left.type === 'MemberExpression' ? keyOf(left, home) : undefined
  const id = left.type === 'Identifier' ? home.scopes.lookup(left.name, left) : undefined
  let found = false
  walk(within, (node) => {
    const target = node.type === 'AssignmentExpression' ? node.left : node.type === 'UpdateExpression' ? node.argument : undefined
    if (target?.type === 'MemberExpression' && key !== undefined && keyOf(target, source) === key) found = true
    if (target?.type === 'Identifier' && source.file === home.file && id !== undefined && source.scopes.lookup(target.name, target) === id)
      found = true
    return !found
  })
  return found
}

function keyOf(member: Node & { type: 'MemberExpression' }, source: Source): string {
  return source.text.slice(member.property.start, member.property.end)
}
