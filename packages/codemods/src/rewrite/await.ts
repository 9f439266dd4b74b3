/** Puts `await` before an expression, with the parentheses that its place asks for. */
import type { Node } from '@offloop/analysis'
import type { EditSet } from '../edit/edits.ts'
import { splitCompound } from './compound.ts'
import { inShortCircuit, splitChain, splitOf } from './optional-chain.ts'
import { outer } from './source.ts'
import type { Source } from './source.ts'

/** Why an expression can't take an `await`, as a wall's reason and message. */
export interface Obstacle {
  readonly reason: string
  readonly message: string
}

/** What stands against `await` at the place of a call, apart from the functions around it. `mayMove`: the expression around it can be rewritten. */
export function obstacleTo(call: Node, source: Source, mayMove = true): Obstacle | undefined {
  const fn = source.scopes.functions[source.scopes.enclosing(call)]!
  if (inParameters(call, fn)) return { reason: 'param-default', message: 'a parameter default cannot await' }
  const decorator = ancestor(call, (node) => node.type === 'Decorator', fn)
  if (decorator) return { reason: 'decorator', message: "a decorator's argument cannot await" }
  const compiled = ancestor(call, (node) => node.type === 'TSEnumDeclaration' || node.type === 'TSModuleDeclaration', fn)
  if (compiled) {
    const what = compiled.type === 'TSEnumDeclaration' ? 'the value of an enum member' : 'the body of a namespace'
    return { reason: 'field-initialiser', message: `${what} cannot await` }
  }
  if (inShortCircuit(call) && !(mayMove && splitOf(call)))
    return { reason: 'optional-chain', message: 'an await inside an optional chain would change what it skips' }
  return undefined
}

/** Inserts `await`, and parentheses where the expression is an operand that binds tighter. Does nothing where it is awaited already. */
export function insertAwait(edits: EditSet, call: Node, source: Source): void {
  const whole = chainAround(call)
  if (outer(whole).parent?.type === 'AwaitExpression') return
  const wrap = needsParentheses(whole)
  const depth = depthOf(whole)
  splitCompound(edits, call, source)
  if (inShortCircuit(call)) splitChain(edits, call, source)
  edits.insert(source.file, whole.start, `${wrap ? `${asiGuard(whole, source)}(` : ''}await `, depth)
  if (wrap) edits.insert(source.file, whole.end, ')', -depth)
}

/** `(await …).stdout`: the value is a member of what the promise gives. As a statement of its own nothing is taken from it. */
export function awaitMember(edits: EditSet, call: Node, source: Source, member: string): void {
  const whole = chainAround(call)
  if (outer(whole).parent?.type === 'ExpressionStatement') {
    insertAwait(edits, call, source)
    return
  }
  const depth = depthOf(whole)
  splitCompound(edits, call, source)
  edits.insert(source.file, whole.start, `${asiGuard(whole, source)}(await `, depth)
  edits.insert(source.file, whole.end, `).${member}`, -depth)
}

/** The loop that goes over what a call of a generator gives, and does nothing else with it. */
export function loopOver(call: Node): (Node & { readonly type: 'ForOfStatement' }) | undefined {
  const { parent, child } = outer(call)
  return parent?.type === 'ForOfStatement' && parent.right === child ? parent : undefined
}

/** `for (… of lines())` becomes `for await (… of lines())`. */
export function awaitEach(edits: EditSet, call: Node, source: Source): void {
  const loop = loopOver(call)
  if (loop && !loop.await) edits.insert(source.file, loop.start + 'for'.length, ' await')
}

/** True where `await x` in place of `x` needs parentheses. */
export function needsParentheses(node: Node): boolean {
  const parent = node.parent
  switch (parent?.type) {
    case 'MemberExpression':
      return parent.object === node
    case 'CallExpression':
    case 'NewExpression':
      return parent.callee === node
    case 'TaggedTemplateExpression':
      return parent.tag === node
    case 'TSNonNullExpression':
      return true
    case 'BinaryExpression':
      return parent.operator === '**' && parent.left === node
    case 'ClassDeclaration':
    case 'ClassExpression':
      return parent.superClass === node
    default:
      return false
  }
}

/** How deep a node stands: outer text goes before inner text at one offset. */
export function depthOf(node: Node): number {
  let depth = 0
  for (let at = node.parent; at; at = at.parent) depth++
  return depth
}

/** `a?.b()` is one expression to `await`, not its last call. */
export function chainAround(call: Node): Node {
  return call.parent?.type === 'ChainExpression' ? call.parent : call
}

/** What opens the parentheses that `await` in place of a node needs; nothing where it needs none. */
export function openingOf(node: Node, source: Source): string {
  return needsParentheses(node) ? `${asiGuard(node, source)}(` : ''
}

/** A semicolon where a statement that now starts with `(` would join the one before it. */
export function asiGuard(node: Node, source: Source): string {
  let statement: Node | null | undefined = node
  while (statement && statement.start === node.start && statement.type !== 'ExpressionStatement') statement = statement.parent
  if (statement?.type !== 'ExpressionStatement' || statement.start !== node.start) return ''
  const list = statementsOf(statement.parent)
  const before = list?.[list.indexOf(statement) - 1]
  return before && endsOpen(before, source) ? ';' : ''
}

/** The statements among which one stands; none for the only statement of an `if` or a loop. */
function statementsOf(parent: Node | null | undefined): readonly Node[] | undefined {
  if (parent?.type === 'SwitchCase') return parent.consequent
  return parent && 'body' in parent && Array.isArray(parent.body) ? (parent.body as Node[]) : undefined
}

/** True for a statement that a `(` in the next line would continue: it ends with an expression and has no semicolon. */
function endsOpen(statement: Node, source: Source): boolean {
  switch (statement.type) {
    case 'BlockStatement':
    case 'ClassDeclaration':
    case 'FunctionDeclaration':
    case 'SwitchStatement':
    case 'TryStatement':
      return false
    case 'IfStatement':
      return endsOpen(statement.alternate ?? statement.consequent, source)
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'LabeledStatement':
    case 'WhileStatement':
      return endsOpen(statement.body, source)
    default:
      return source.text[statement.end - 1] !== ';'
  }
}

function inParameters(node: Node, fn: Node): boolean {
  if (!('params' in fn) || !Array.isArray(fn.params)) return false
  return (fn.params as Node[]).some((each) => each.start <= node.start && node.end <= each.end)
}

/** The nearest ancestor within a function that matches. */
export function ancestor(node: Node, matches: (node: Node) => boolean, until: Node): Node | undefined {
  for (let at = node.parent; at && at !== until; at = at.parent) if (matches(at)) return at
  return undefined
}
