/** New names for what leaves its callback, where the function around uses the old one for something else. */
import type { Mention, Node } from '@offloop/analysis'
import type { Edit } from '../plan/plan.ts'
import type { Source } from '../rewrite/source.ts'
import type { FunctionNode } from './completion.ts'
import { walkOwn } from './completion.ts'
import type { NewNames } from './new-names.ts'
import { declarationOf } from '../rewrite/origin.ts'

/** A callback whose body moves into the code around its chain. */
export interface Moving {
  readonly fn: FunctionNode
  /** Where its names are seen from now on: the block around the statement of the chain, or the body of an arrow. */
  readonly into: Node
}

/** The renamed bindings by number, and the edits of their mentions. */
export interface Renames {
  readonly names: ReadonlyMap<number, string>
  readonly edits: readonly Edit[]
}

/** Finds the bindings that move and collide, and gives them free names. */
export function renamesFor(moving: readonly Moving[], source: Source, fresh: NewNames): Renames {
  const names = new Map<number, string>()
  const moved = new Map<number, Moving>()
  for (const each of moving) for (const id of bindingsOf(each.fn, source)) moved.set(id, each)
  const placed = new Map<string, { id: number; into: Node }[]>()
  for (const [id, { into }] of moved) {
    const { name } = source.scopes.declarations[id]!
    const others = placed.get(name) ?? []
    placed.set(name, [...others, { id, into }])
    if (!others.some((each) => overlap(each.into, into)) && !isUsedOtherwise(id, name, into, moved, source)) continue
    names.set(id, fresh.of(name, into))
  }
  const edits = [...names].flatMap(([id, name]) => source.references.of(id).map((each) => renamed(each, name)))
  return { names, edits }
}

function overlap(a: Node, b: Node): boolean {
  return (a.start <= b.start && b.end <= a.end) || (b.start <= a.start && a.end <= b.end)
}

/** Names that a callback declares for its whole body: parameters, and what its outermost block and its `var`s declare. */
function bindingsOf(fn: FunctionNode, source: Source): number[] {
  const found: number[] = []
  const add = (at: Node): void => {
    if (at.type !== 'Identifier') return
    const id = source.scopes.declarations.findIndex((each) => each.start === at.start && each.name === at.name)
    if (id >= 0 && declarationOf(id, source)?.start === at.start) found.push(id)
  }
  const addPattern = (pattern: Node): void => walkOwn(pattern, add)
  for (const each of fn.params as Node[]) addPattern(each)
  const body = fn.body as Node
  if (body.type !== 'BlockStatement') return found
  for (const each of body.body) {
    if (each.type === 'VariableDeclaration') for (const { id } of each.declarations) addPattern(id)
    else if ((each.type === 'FunctionDeclaration' || each.type === 'ClassDeclaration') && each.id) add(each.id)
  }
  walkOwn(body, (node) => {
    if (node.type === 'VariableDeclaration' && node.kind === 'var' && node.parent !== body)
      for (const { id } of node.declarations) addPattern(id)
  })
  return found
}

/** True where the name means something else in the code that the binding moves into, and that something is seen there. */
function isUsedOtherwise(id: number, name: string, into: Node, moved: ReadonlyMap<number, Moving>, source: Source): boolean {
  const scope = scopeAround(into)
  return source.references.mentions.some((each) => {
    if (each.name !== name || each.start < scope.start || each.end > scope.end) return false
    const other = source.references.bindingOf(each)
    if (other === id || ('id' in scope && scope.id === each)) return false
    if (other === undefined) return true
    if (moved.has(other)) return false
    const { start } = source.scopes.declarations[other]!
    return !isDeeper(source, other, scope) || start < scope.start || start > scope.end
  })
}

/** The function whose body a block is: its parameters cannot be declared again. */
function scopeAround(into: Node): Node {
  const parent = into.parent
  return parent && 'params' in parent && 'body' in parent && parent.body === into ? parent : into
}

/** Declared in a block or function within the scope, not for the scope itself. */
function isDeeper(source: Source, id: number, scope: Node): boolean {
  const declared = declarationOf(id, source)
  if (!declared) return false
  let at: Node | null | undefined = declared.parent
  let isVar = false
  for (; at && at !== scope; at = at.parent) {
    if (at.type === 'VariableDeclaration' && at.kind === 'var') isVar = true
    if (isVar && !/Function/u.test(at.type)) continue
    if (/^(?:For|Catch|Class|Switch)/u.test(at.type) || (at.type === 'BlockStatement' && !(at.parent === scope && 'params' in scope)))
      return true
    if (/Function/u.test(at.type) && !(at.type === 'FunctionDeclaration' && at.id === declared)) return true
  }
  return false
}

/** A shorthand keeps its key: `{ user }` becomes `{ user: user2 }`. */
function renamed(mention: Mention, name: string): Edit {
  const holder = mention.parent?.type === 'AssignmentPattern' && mention.parent.left === mention ? mention.parent.parent : mention.parent
  const isShorthand = holder?.type === 'Property' && holder.shorthand
  const { start, name: old } = mention
  return { start, end: start + old.length, text: isShorthand ? `${old}: ${name}` : name }
}
