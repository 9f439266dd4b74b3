/** Names of callbacks that would meet others where their statements go: they get a number. */
import type { Mention, Node } from '@offloop/analysis'
import type { Source } from '../rewrite/source.ts'
import { contains, isFunction } from './tree.ts'
import type { FunctionNode } from './tree.ts'
import type { Analysis, Place } from './unit.ts'

interface Range {
  readonly start: number
  readonly end: number
}

/** New names by binding. */
export function renamesFor(
  { unit, places }: Analysis,
  isWrapped: (place: Place) => boolean,
  source: Source,
  taken: Set<string>,
): Map<number, string> {
  const renames = new Map<number, string>()
  const byFunction = new Map<Node, Place>()
  for (const each of places) if (each.inline) byFunction.set(each.inline.fn, each)
  const whole: Range = unit.fn ?? source.program
  const regionOf = (place: Place): Range => {
    if (isWrapped(place)) return place.statement
    for (let at = place.statement.parent; at; at = at.parent) {
      const outer = byFunction.get(at)
      if (outer) return regionOf(outer)
      if (at.type === 'BlockStatement' && !isFunction(at.parent) && at.parent?.type !== 'CatchClause') return at
      if (isFunction(at) || at.type === 'CatchClause' || at.type === 'Program') return at
    }
    return whole
  }
  for (const place of places) {
    if (!place.inline) continue
    const { fn, error, plan } = place.inline
    const own = bindingsOf(fn, source)
    for (const { id, isVar, name } of own) {
      // it stays the parameter of a `catch`, or goes
      if (error && id === source.scopes.lookup(error.name, fn) && name === error.name && plan.kind !== 'keep') continue
      const region = isVar && !isWrapped(place) ? whole : regionOf(place)
      if (
        !source.references.mentions.some((each) => each.name === name && isMet(each, id, region, fn, { source, byFunction })) &&
        !taken.has(name)
      )
        continue
      renames.set(id, unusedName(name, source, taken))
    }
  }
  return renames
}

/** The name, or one with a number that nothing in the file has; it is taken then. */
export function unusedName(name: string, source: Source, taken: Set<string>): string {
  const known = new Set(source.references.mentions.map((each) => each.name))
  let free = name
  for (let i = 2; known.has(free) || taken.has(free); i++) free = `${name}${i}`
  taken.add(free)
  return free
}

/** A mention of something else by the same name, that would mean this one. */
function isMet(
  mention: Mention,
  id: number,
  region: Range,
  fn: FunctionNode,
  { source, byFunction }: { source: Source; byFunction: ReadonlyMap<Node, Place> },
): boolean {
  if (!contains(region, mention) || contains(fn, mention)) return false
  const other = source.references.bindingOf(mention)
  if (other === id) return false
  if (other === undefined) return true
  // declared in a scope of its own, which stays one and is not around the callback
  const { start } = source.scopes.declarations[other]!
  const declared = source.references.of(other).find((each) => each.start === start)
  for (let at: Node | null | undefined = declared; at && contains(region, at); at = at.parent) {
    if (byFunction.has(at) || contains(at, fn)) break
    if (isFunction(at) || at.type === 'CatchClause') return false
  }
  return true
}

/** What a callback declares: parameters, and names of its body's own scope. */
function bindingsOf(fn: FunctionNode, source: Source): { readonly id: number; readonly name: string; readonly isVar: boolean }[] {
  const found: { id: number; name: string; isVar: boolean }[] = []
  for (const { id, start, name } of source.scopes.declarations) {
    if (start < fn.start || start >= fn.end) continue
    const declared = source.references.of(id).find((each) => each.start === start)
    if (!declared || (fn.type === 'FunctionExpression' && fn.id === declared)) continue
    const kind = kindOf(declared)
    const scope = scopeOf(declared, kind)
    if (scope === fn || scope === fn.body) found.push({ id, name, isVar: kind === 'var' })
  }
  return found
}

function kindOf(declared: Node): 'var' | 'function' | 'other' {
  let at: Node | null | undefined = declared
  while (at && at.type !== 'VariableDeclaration' && !isFunction(at) && at.type !== 'ClassDeclaration') at = at.parent
  if (at?.type === 'VariableDeclaration') return at.kind === 'var' ? 'var' : 'other'
  return at?.type === 'FunctionDeclaration' && at.id === declared ? 'function' : 'other'
}

/** The function or block in which a name is declared. */
function scopeOf(declared: Node, kind: 'var' | 'function' | 'other'): Node | undefined {
  let at = declared.parent
  if (kind === 'function' || at?.type === 'ClassDeclaration') at = at?.parent
  for (; at; at = at.parent) {
    if (isFunction(at)) return at
    if (at.type === 'CatchClause' || /^For/u.test(at.type) || (at.type === 'BlockStatement' && !isFunction(at.parent))) {
      if (kind !== 'var') return at
    }
  }
  return undefined
}
