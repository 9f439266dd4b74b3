/** What a type annotation says a value is, as far as its own file can tell. */
import type { Node } from '../parse/file.ts'
import type { Scopes } from './scopes.ts'
import type { Value } from './summary.ts'
import { either, nameOf, valueOf } from './values.ts'

const unknown: Value = { k: 'unknown' }
/** Types that are looked through: the value of a promise is followed as if it were there already. */
const transparentTypes = new Set(['Promise', 'PromiseLike', 'Awaited', 'Readonly', 'Partial', 'Required', 'NonNullable', 'Omit', 'Pick'])
const mapTypes = new Set(['Map', 'ReadonlyMap', 'WeakMap', 'Record'])
const listTypes = new Set(['Array', 'ReadonlyArray', 'Set', 'ReadonlySet', 'Iterable'])

/** Instances of the type that an annotation names. */
export function valueOfType(type: Node | null | undefined, scopes: Scopes): Value {
  if (!type) return unknown
  switch (type.type) {
    case 'TSTypeAnnotation':
      return valueOfType(type.typeAnnotation, scopes)
    case 'TSParenthesizedType':
      return valueOfType(type.typeAnnotation, scopes)
    case 'TSArrayType':
      return { k: 'array', items: [valueOfType(type.elementType, scopes)] }
    case 'TSUnionType':
      return either(type.types.map((each) => valueOfType(each, scopes)))
    case 'TSTypeQuery':
      return type.exprName.type === 'Identifier' ? valueOf(type.exprName, scopes) : unknown
    case 'TSTypeReference': {
      const name = type.typeName
      const argument = type.typeArguments?.params[0]
      if (name.type === 'Identifier' && argument && transparentTypes.has(name.name)) return valueOfType(argument, scopes)
      if (name.type === 'Identifier' && argument && listTypes.has(name.name)) return { k: 'array', items: [valueOfType(argument, scopes)] }
      const held = name.type === 'Identifier' && mapTypes.has(name.name) ? type.typeArguments?.params[1] : undefined
      return held ? { k: 'array', items: [valueOfType(held, scopes)] } : { k: 'instance', of: typeName(name, scopes) }
    }
    case 'TSTypeLiteral': {
      const props: Record<string, Value> = {}
      for (const member of type.members) {
        if (member.type === 'TSIndexSignature' && type.members.length === 1)
          return { k: 'array', items: [valueOfType(member.typeAnnotation, scopes)] }
        if (member.type !== 'TSPropertySignature' && member.type !== 'TSMethodSignature') continue
        const name = nameOf(member.key, member.computed)
        const fn = scopes.functionIndex(member)
        if (name !== undefined)
          props[name] =
            fn === undefined && member.type === 'TSPropertySignature' ? valueOfType(member.typeAnnotation, scopes) : { k: 'fn', fn: fn! }
      }
      return { k: 'object', props, open: true }
    }
    default:
      return unknown
  }
}

/** What a collection holds that is made with types: `new Map<string, Device>()`. */
export function valueOfMade(init: Node | null | undefined, scopes: Scopes): Value {
  if (init?.type !== 'NewExpression' || init.callee.type !== 'Identifier') return unknown
  const { callee, typeArguments } = init
  const held = mapTypes.has(callee.name) ? typeArguments?.params[1] : listTypes.has(callee.name) ? typeArguments?.params[0] : undefined
  return held ? { k: 'array', items: [valueOfType(held, scopes)] } : unknown
}

function typeName(name: Node, scopes: Scopes): Value {
  if (name.type === 'TSQualifiedName') return { k: 'member', of: typeName(name.left, scopes), name: name.right.name }
  return valueOf(name, scopes)
}
