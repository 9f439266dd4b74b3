/** Declarations that only wait: `const user = await getUser(id)`. */
import { beforeSteps, nameOf } from '@offloop/analysis'
import type { Node } from '@offloop/analysis'
import type { Declarator, Source } from '../rewrite/source.ts'
import { ownNodes } from './surroundings.ts'
import type { Call } from './surroundings.ts'

/** A declaration of variables. */
export type Declaration = Node & { readonly type: 'VariableDeclaration' }

/** One variable, or pattern of variables, that waits for a call. */
export interface Awaited {
  readonly declarator: Declarator
  /** What is awaited. */
  readonly promise: Node
  /** The call in it, before `.then(…)` and its like. */
  readonly call: Call
  /** How it is bound when several are awaited together. */
  readonly pattern: string
  readonly annotation: string | undefined
  readonly assertion: string | undefined
  /** Why it can't be written in another way. */
  readonly obstacle: string | undefined
}

/** A declaration all of whose variables wait. */
export interface Unit {
  readonly statement: Declaration
  readonly kind: 'const' | 'let' | 'var'
  readonly items: readonly Awaited[]
}

/** Reads a statement; `undefined` for all that does anything but wait for calls. */
export function unitOf(statement: Node, source: Source): Unit | undefined {
  if (statement.type !== 'VariableDeclaration' || (statement.kind !== 'const' && statement.kind !== 'let' && statement.kind !== 'var'))
    return undefined
  const items = statement.declarations.map((each) => awaitedBy(each, source))
  return items.every((each) => each !== undefined) ? { statement, kind: statement.kind, items } : undefined
}

function awaitedBy(declarator: Declarator, source: Source): Awaited | undefined {
  const { text } = source
  const { id } = declarator
  let init = inner(declarator.init)
  let assertion: string | undefined
  let member: string | undefined
  if (init?.type === 'TSAsExpression') {
    assertion = text.slice(init.typeAnnotation.start, init.typeAnnotation.end)
    init = inner(init.expression)
  } else if (init?.type === 'MemberExpression' && !init.optional && id.type === 'Identifier') {
    member = nameOf(init.property, init.computed)
    if (member === undefined || !/^[A-Za-z_$][\w$]*$/u.test(member)) return undefined
    init = inner(init.object)
  }
  if (init?.type !== 'AwaitExpression') return undefined
  const call = beforeSteps(init.argument)
  if (call.type !== 'CallExpression' || isTogether(call, source)) return undefined
  const typed = 'typeAnnotation' in id && id.typeAnnotation ? id.typeAnnotation : undefined
  const name = text.slice(id.start, typed ? typed.start : id.end).trimEnd()
  return {
    declarator,
    promise: unwrapped(init.argument),
    call,
    pattern: member === undefined ? name : member === name ? `{ ${name} }` : `{ ${member}: ${name} }`,
    annotation: typed ? text.slice(typed.typeAnnotation.start, typed.typeAnnotation.end) : undefined,
    assertion,
    obstacle: obstacleIn(init.argument, declarator, member !== undefined && typed !== undefined),
  }
}

/** `Promise.all(…)` and `gather(…)`: what this codemod writes it does not take up again. */
function isTogether({ callee }: Call, { program, scopes }: Source): boolean {
  if (callee.type === 'MemberExpression') return callee.object.type === 'Identifier' && callee.object.name === 'Promise'
  const id = callee.type === 'Identifier' ? scopes.lookup(callee.name, callee) : undefined
  if (id === undefined) return false
  const { start } = scopes.declarations[id]!
  const from = program.body.find((each) => each.start <= start && start < each.end)
  return from !== undefined && /^(?:ImportDeclaration|VariableDeclaration)$/u.test(from.type) && mentionsRuntime(from)
}

function mentionsRuntime(statement: Node): boolean {
  return ownNodes(statement).some((each) => each.type === 'Literal' && each.value === '@offloop/runtime')
}

/** Within parentheses. */
function inner(node: Node | null | undefined): Node | undefined {
  while (node?.type === 'ParenthesizedExpression') node = node.expression
  return node ?? undefined
}

function unwrapped(node: Node): Node {
  return inner(node) ?? node
}

function obstacleIn(promise: Node, { id }: Declarator, isTypedMember: boolean): string | undefined {
  if (ownNodes(promise).some(({ type }) => type === 'AwaitExpression' || type === 'YieldExpression'))
    return 'another await stands in what it waits for'
  if (isTypedMember) return 'it takes a member of the answer and writes its type'
  const isPlain = ownNodes(id).every(({ type }) => !/^(?:Call|New|Await|Yield|TaggedTemplate|Assignment|Update)Expression$/u.test(type))
  return isPlain ? undefined : 'its pattern runs code'
}
