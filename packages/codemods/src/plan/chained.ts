/** Calls whose promise is chained: `load(name).then(use)`. An await in their place would give the chain the promise's value. */
import type { CallSite, Node } from '@offloop/analysis'
import { nameOf } from '@offloop/analysis'
import type { Obstacle } from '../rewrite/await.ts'
import { outer } from '../rewrite/source.ts'
import type { Source } from '../rewrite/source.ts'

/** Members of promises, of the language and of libraries. */
const links: ReadonlySet<string> = new Set([
  'then',
  'catch',
  'finally',
  'fail',
  'fin',
  'done',
  'spread',
  'tap',
  'progress',
  'nodeify',
  'asCallback',
])

/** The call's value is chained on, at once or through the variable that holds it. */
export function chainedObstacle(call: Node, { call: { calleeText } }: CallSite, source: Source): Obstacle | undefined {
  const link = linkOf(call) ?? linkOfHolder(call, source)
  return link === undefined
    ? undefined
    : {
        reason: 'shape-differs',
        message: `${calleeText} gives a promise of its own here, on which .${link} is called: make the function that gives it async first`,
      }
}

function linkOf(value: Node): string | undefined {
  const { parent, child } = outer(value)
  if (parent?.type !== 'MemberExpression' || parent.object !== child) return undefined
  const name = nameOf(parent.property, parent.computed)
  const { parent: around, child: member } = outer(parent)
  return name !== undefined && links.has(name) && around?.type === 'CallExpression' && around.callee === member ? name : undefined
}

function linkOfHolder(call: Node, source: Source): string | undefined {
  const { parent, child } = outer(call)
  const name =
    parent?.type === 'VariableDeclarator' && parent.init === child
      ? parent.id
      : parent?.type === 'AssignmentExpression' && parent.operator === '=' && parent.right === child
        ? parent.left
        : undefined
  if (name?.type !== 'Identifier') return undefined
  const id = source.scopes.lookup(name.name, name)
  for (const each of source.nodes) {
    if (each.type !== 'Identifier' || each.name !== name.name || source.scopes.lookup(each.name, each) !== id) continue
    const link = linkOf(each)
    if (link !== undefined) return link
  }
  return undefined
}
