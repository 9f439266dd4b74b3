/** What a class or interface declares: parents, members, getters, decorators. */
import type { Node } from '../parse/file.ts'
import type { Scopes } from './scopes.ts'
import type { ClassSummary, Value } from './summary.ts'
import { valueOfMade, valueOfType } from './type-value.ts'
import { nameOf, valueOf } from './values.ts'

/** Values that assignments elsewhere in the file give to a class's fields. */
export interface FieldValues {
  readonly fields: readonly Record<string, Value[]>[]
  readonly statics: readonly Record<string, Value[]>[]
}

/** The summary of one class; adds to the values that assignments gave. */
export function summariseClass(node: Node, index: number, scopes: Scopes, out: FieldValues): ClassSummary {
  const members: Record<string, Value[]> = out.fields[index]!
  const statics: Record<string, Value[]> = out.statics[index]!
  const getters: Record<string, number> = {}
  const parents: Value[] = []
  const decorators: Value[] = []
  let construct: number | undefined
  if (node.type === 'TSInterfaceDeclaration') {
    for (const each of node.extends) parents.push(valueOf(each.expression, scopes))
    for (const each of node.body.body) {
      if (each.type !== 'TSMethodSignature' && each.type !== 'TSPropertySignature') continue
      const name = nameOf(each.key, each.computed)
      if (name === undefined) continue
      const fn = scopes.functionIndex(each)
      addValue(
        members,
        name,
        fn !== undefined
          ? { k: 'fn', fn }
          : each.type === 'TSPropertySignature'
            ? valueOfType(each.typeAnnotation, scopes)
            : { k: 'unknown' },
      )
    }
  } else if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression') {
    if (node.superClass) parents.push(valueOf(node.superClass, scopes))
    for (const each of node.implements ?? []) parents.push(valueOf(each.expression, scopes))
    for (const each of node.decorators) decorators.push(valueOf(each.expression, scopes))
    for (const each of node.body.body) {
      if (each.type === 'StaticBlock' || each.type === 'TSIndexSignature') continue
      const name = nameOf(each.key, each.computed)
      if (name === undefined) continue
      const into = each.static ? statics : members
      if (each.type === 'MethodDefinition' || each.type === 'TSAbstractMethodDefinition') {
        const fn = scopes.functionIndex(each.value)!
        if (each.kind === 'constructor') {
          construct = fn
          for (const param of each.value.params) if (param.type === 'TSParameterProperty') fieldOfParameter(param, members, scopes)
        } else if (each.kind === 'get') getters[name] = fn
        else if (each.kind === 'method') addValue(into, name, { k: 'fn', fn })
      } else {
        if ('typeAnnotation' in each) addValue(into, name, valueOfType(each.typeAnnotation, scopes))
        addValue(into, name, valueOf(each.value, scopes))
        addValue(into, name, valueOfMade(each.value, scopes))
      }
    }
  }
  const id = 'id' in node && node.id && (node.id as Node).type === 'Identifier' ? (node.id as { name: string }).name : 'class'
  return {
    index,
    name: id,
    isInterface: node.type === 'TSInterfaceDeclaration',
    start: node.start,
    parents,
    members,
    statics,
    getters,
    decorators,
    ...(construct === undefined ? {} : { construct }),
  }
}

function fieldOfParameter(param: Node & { type: 'TSParameterProperty' }, members: Record<string, Value[]>, scopes: Scopes): void {
  const inner = param.parameter.type === 'AssignmentPattern' ? param.parameter.left : param.parameter
  if (inner.type !== 'Identifier') return
  addValue(members, inner.name, valueOfType(inner.typeAnnotation, scopes))
  const id = scopes.lookup(inner.name, inner)
  if (id !== undefined) addValue(members, inner.name, { k: 'binding', id })
}

/** Adds a value that a name may hold, where it is known. */
export function addValue(into: Record<string, Value[]>, name: string, value: Value): void {
  if (value.k !== 'unknown') (Object.hasOwn(into, name) ? into[name]! : (into[name] = [])).push(value)
}
