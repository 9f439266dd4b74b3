/** What is put into lists, maps and tables: they give it back later. */
import type { Node } from '../parse/file.ts'
import type { FieldValues } from './classes.ts'
import type { Scopes } from './scopes.ts'
import type { Value } from './summary.ts'
import { nameOf, valueOf } from './values.ts'

/** What bindings and the fields of classes hold. */
export interface HeldValues extends FieldValues {
  readonly values: Value[][]
}

/** Methods that put a value into a collection: the place of the value among the arguments. */
const takers: Readonly<Record<string, number>> = { push: 0, unshift: 0, add: 0, set: 1 }
const maxElements = 16

/** `list.push(value)`, `this.#byName.set(name, value)`. */
export function take({ callee, arguments: args }: Node & { type: 'CallExpression' }, scopes: Scopes, out: HeldValues): void {
  if (callee.type !== 'MemberExpression') return
  const name = nameOf(callee.property, callee.computed) ?? ''
  const argument = Object.hasOwn(takers, name) ? args[takers[name]!] : undefined
  if (argument && argument.type !== 'SpreadElement') hold(callee.object, valueOf(argument, scopes), scopes, out)
}

/** `table[name] = value`; where the value is the member of another table under the same name, all of that one's are meant. */
export function putAt(left: Node & { type: 'MemberExpression' }, right: Node, scopes: Scopes, out: HeldValues): void {
  const from = copiedFrom(left, right)
  if (!from) hold(left.object, valueOf(right, scopes), scopes, out)
  else valuesOf(left.object, scopes, out)?.push(valueOf(from, scopes))
}

/** The table whose member is copied: `plugin` in `all[name] = plugin[name]`. */
export function copiedFrom({ property }: Node & { type: 'MemberExpression' }, right: Node): Node | undefined {
  if (right.type !== 'MemberExpression' || !right.computed || property.type !== 'Identifier') return undefined
  return right.property.type === 'Identifier' && right.property.name === property.name ? right.object : undefined
}

function hold(holder: Node, item: Value, scopes: Scopes, out: HeldValues): void {
  if (item.k === 'unknown' || item.k === 'global') return
  const values = valuesOf(holder, scopes, out)
  if (values && values.filter((each) => each.k === 'array').length < maxElements) values.push({ k: 'array', items: [item] })
}

/** What is known of a variable or a field of `this`. */
function valuesOf(holder: Node, scopes: Scopes, out: HeldValues): Value[] | undefined {
  if (holder.type === 'Identifier') {
    const id = scopes.lookup(holder.name, holder)
    return id === undefined ? undefined : out.values[id]
  }
  if (holder.type !== 'MemberExpression' || holder.object.type !== 'ThisExpression') return undefined
  const [self, field] = [valueOf(holder.object, scopes), nameOf(holder.property, holder.computed)]
  return self.k === 'this' && field !== undefined ? ((self.isStatic ? out.statics : out.fields)[self.cls]![field] ??= []) : undefined
}
