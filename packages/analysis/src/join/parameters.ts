/** Which parameters of its functions a file calls or hands on; a function that is given for any other is only kept. */
import type { FileSummary, Value } from '../summarise/summary.ts'

const known = new WeakMap<FileSummary, ReadonlySet<string>>()

/** True where the function calls what it is given at that position, hands it to another call, or gives it back. */
export function usesParameter(summary: FileSummary, fn: number, index: number): boolean {
  let used = known.get(summary)
  if (!used) known.set(summary, (used = usedParameters(summary)))
  const rest = summary.functions[fn]?.params.findIndex((name) => name.startsWith('...')) ?? -1
  return used.has(`${fn}:${index}`) || (rest >= 0 && index >= rest)
}

function usedParameters(summary: FileSummary): Set<string> {
  const used = new Set<string>()
  const seen = new Set<Value>()
  const note = (value: Value): void => {
    if (seen.has(value)) return
    seen.add(value)
    switch (value.k) {
      case 'param':
        used.add(`${value.fn}:${value.index}`)
        break
      case 'binding':
        for (const each of summary.bindings[value.id]?.values ?? [])
          if (each.k === 'param' || each.k === 'item' || each.k === 'member') note(each)
        break
      // `options.onDone(…)`: what hangs on a parameter counts for it.
      case 'member':
      case 'item':
      case 'new':
        note(value.of)
        break
      case 'call':
        note(value.of)
        for (const each of value.args) note(each)
        break
      case 'either':
        for (const each of value.values) note(each)
        break
      case 'array':
        for (const each of value.items) note(each)
        break
      case 'object':
        for (const each of Object.values(value.props)) note(each)
        break
      default:
    }
  }
  for (const call of summary.calls) {
    note(call.callee)
    for (const each of call.args) note(each)
  }
  for (const each of summary.functions) for (const value of each.returns) note(value)
  return used
}

/** The callee is a parameter, or what `call` and `apply` of one call. */
export function comesFromParameter(value: Value, summary: FileSummary): boolean {
  if (value.k === 'member') return value.name === 'call' || value.name === 'apply' ? comesFromParameter(value.of, summary) : false
  if (value.k !== 'binding') return value.k === 'param'
  // the type of an annotated parameter may stand before it
  return summary.bindings[value.id]!.values.some((each) => each.k === 'param')
}
