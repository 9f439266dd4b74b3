/** Would a copy of a value of this type on another thread be as good? Asked of TypeScript. */
import type { Crossing } from '@offloop/catalog'
import { ts } from 'ts-morph'

/** Classes of the language whose copies are whole; what they hold is looked at, too. */
const copied = new Set(['Date', 'RegExp', 'Map', 'Set', 'ReadonlyMap', 'ReadonlySet'])
const bytes = /^(Buffer|ArrayBuffer|DataView|(Uint8|Uint8Clamped|Int8|Uint16|Int16|Uint32|Int32|Float32|Float64|BigInt64|BigUint64)Array)$/
const maxDepth = 8

/** What the walk over a type asks. */
interface Search {
  readonly checker: ts.TypeChecker
  readonly at: ts.Node
  readonly crossing: Crossing
  readonly seen: Set<ts.Type>
}

/** What stands in the way, to follow "is" (`a function`, `of unknown type`), or nothing. */
export function unlikePlain(type: ts.Type, checker: ts.TypeChecker, at: ts.Node, crossing: Crossing): string | undefined {
  return look(type, { checker, at, crossing, seen: new Set() }, 0)
}

/** Texts, numbers and the like: what is handed over by value. */
export function isPrimitive(type: ts.Type): boolean {
  return type.isUnion() ? type.types.every(isPrimitive) : (type.flags & primitive) !== 0
}

function look(type: ts.Type, search: Search, depth: number): string | undefined {
  const { checker, seen } = search
  if (type.flags & ts.TypeFlags.ESSymbolLike) return 'a symbol'
  if (type.flags & primitive) return undefined
  if (type.flags & ts.TypeFlags.TypeParameter) return lookAtConstraint(type, search, depth)
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.NonPrimitive) || depth > maxDepth)
    return 'a value of unknown type'
  if (seen.has(type)) return undefined
  seen.add(type)
  if (type.isUnion()) return first(type.types, (each) => look(each, search, depth))
  if (checker.isArrayType(type) || checker.isTupleType(type))
    return first(checker.getTypeArguments(type as ts.TypeReference), (each) => look(each, search, depth + 1))
  // a branded text is a text
  if (type.isIntersection() && type.types.some((each) => each.flags & primitive)) return undefined
  return isObject(type) ? lookAtObject(type, search, depth) : 'a value of unknown type'
}

const primitive =
  ts.TypeFlags.StringLike |
  ts.TypeFlags.NumberLike |
  ts.TypeFlags.BooleanLike |
  ts.TypeFlags.BigIntLike |
  ts.TypeFlags.Null |
  ts.TypeFlags.Undefined |
  ts.TypeFlags.Void |
  ts.TypeFlags.Never

function isObject(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.Object) !== 0 || (type.isIntersection() && type.types.every(isObject))
}

function lookAtConstraint(type: ts.Type, search: Search, depth: number): string | undefined {
  const constraint = search.checker.getBaseConstraintOfType(type)
  return constraint && constraint !== type ? look(constraint, search, depth + 1) : 'a value of unknown type'
}

function lookAtObject(type: ts.Type, search: Search, depth: number): string | undefined {
  const { checker, at, crossing } = search
  if (type.getCallSignatures().length > 0) return 'a function'
  if (type.getConstructSignatures().length > 0) return 'a class'
  const name = type.symbol?.name ?? ''
  if (isForeign(type.symbol)) {
    if (copied.has(name)) return first(checker.getTypeArguments(type as ts.TypeReference), (each) => look(each, search, depth + 1))
    if (bytes.test(name)) return crossing.takesBytes ? undefined : `a ${name}, which would arrive as bytes without its methods`
  }
  if (type.symbol && type.symbol.flags & ts.SymbolFlags.Class) return `an instance of ${name}`
  const properties = type.getProperties()
  const indexes = checker.getIndexInfosOfType(type)
  if (properties.length === 0 && indexes.length === 0) return 'a value of unknown type'
  return (
    first(properties, (each) => {
      if (crossing.exceptWith?.includes(each.name)) return `something that may have the option ${each.name}`
      if (each.flags & ts.SymbolFlags.Accessor) return `something whose ${each.name} is computed`
      const inner = look(checker.getTypeOfSymbolAtLocation(each, at), search, depth + 1)
      return inner === undefined || inner.startsWith('something') ? inner : `something whose ${each.name} is ${inner}`
    }) ?? first(indexes, (each) => look(each.type, search, depth + 1))
  )
}

/** Declared by the language's library or by the types of Node. */
function isForeign(symbol: ts.Symbol | undefined): boolean {
  const files = symbol?.declarations?.map((each) => each.getSourceFile()) ?? []
  return (
    files.length > 0 && files.every((each) => each.isDeclarationFile && /[\\/](lib\.[\w.]+\.d\.ts$|node_modules[\\/])/.test(each.fileName))
  )
}

function first<T>(items: readonly T[], find: (item: T) => string | undefined): string | undefined {
  for (const each of items) {
    const found = find(each)
    if (found !== undefined) return found
  }
  return undefined
}
