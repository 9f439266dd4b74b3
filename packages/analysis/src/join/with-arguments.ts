/** What a function gives back, seen from one call: its parameters stand for that call's arguments. */
import type { Binding, Value } from '../summarise/summary.ts'

/** The arguments of a call, and the file in which they stand. */
export interface PlacedArguments {
  readonly file: string
  readonly args: readonly Value[]
}

/** `value` with the parameters of the function `fn` replaced; the same object where it has none. `bindings` are those of its file. */
export function withArguments(value: Value, fn: number, bindings: readonly Binding[], call: PlacedArguments): Value {
  const within = (inner: Value): Value => withArguments(inner, fn, bindings, call)
  switch (value.k) {
    case 'binding': {
      const { values, props } = bindings[value.id] as Binding
      const isParameter = values.some((each) => each.k === 'param' && each.fn === fn) && Object.keys(props).length === 0
      return isParameter ? { k: 'either', values: values.map((each) => (each.k === 'param' ? within(each) : each)) } : value
    }
    case 'param': {
      if (value.fn !== fn) return value
      const argument = call.args[value.index]
      // What isn't known of this call may be what other calls hand over.
      return argument && argument.k !== 'unknown' ? { k: 'placed', file: call.file, value: argument } : value
    }
    case 'either': {
      const values = all(value.values, within)
      return values === value.values ? value : { ...value, values }
    }
    case 'array': {
      const items = all(value.items, within)
      return items === value.items ? value : { ...value, items }
    }
    case 'object': {
      const held = Object.values(value.props)
      const changed = all(held, within)
      if (changed === held) return value
      return { ...value, props: Object.fromEntries(Object.keys(value.props).map((name, index) => [name, changed[index] as Value])) }
    }
    case 'member': {
      const of = within(value.of)
      return of === value.of ? value : { ...value, of }
    }
    case 'call': {
      const [of, args] = [within(value.of), all(value.args, within)]
      return of === value.of && args === value.args ? value : { ...value, of, args }
    }
    default:
      return value
  }
}

function all(values: readonly Value[], change: (value: Value) => Value): readonly Value[] {
  const changed = values.map(change)
  return changed.some((each, index) => each !== values[index]) ? changed : values
}
