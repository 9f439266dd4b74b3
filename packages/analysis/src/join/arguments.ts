/** What is passed for each parameter, as far as its callers are known. */
import type { FileSummary, Value } from '../summarise/summary.ts'
import { timingOf } from './hosts.ts'
import type { FunctionNode } from './target.ts'
import type { Targets } from './targets.ts'

/** A value, in the file that passes it. */
export interface Passed {
  readonly file: string
  readonly value: Value
}

const maxArguments = 16

/** Arguments by function and position. */
export function collectArguments(summaries: ReadonlyMap<string, FileSummary>, targets: Targets): Map<FunctionNode, Passed[][]> {
  const passed = new Map<FunctionNode, Passed[][]>()
  const pass = (to: FunctionNode, index: number, file: string, value: Value): void => {
    if (value.k === 'unknown') return
    let lists = passed.get(to)
    if (!lists) passed.set(to, (lists = []))
    const list = (lists[index] ??= [])
    if (list.length < maxArguments && !list.some((each) => each.value === value)) list.push({ file, value })
  }
  for (const [file, summary] of summaries) {
    for (const call of summary.calls) {
      for (const target of targets.of(file, call.callee)) {
        if (target.t === 'fn' && !call.hasSpread) {
          const shift = call.name === 'call' && call.callee.k === 'member' ? 1 : 0
          if (call.name === 'apply' || call.name === 'bind') continue
          call.args.forEach((value, index) => pass(target.node, index - shift, file, value))
        } else if (target.t === 'class' && call.kind === 'new' && target.cls.construct !== undefined) {
          const constructor = targets.of(target.file, { k: 'fn', fn: target.cls.construct })[0]
          if (constructor?.t === 'fn') call.args.forEach((value, index) => pass(constructor.node, index, file, value))
        }
      }
      // a promise counts as its value: what it resolves to is what the callback of `then` gets
      if (call.callee.k === 'member' && call.name === 'then' && call.args[0]) {
        for (const target of targets.of(file, call.args[0])) if (target.t === 'fn') pass(target.node, 0, file, call.callee.of)
      }
      // the callback of an array method gets the elements
      if (call.callee.k === 'member' && call.args[0] && timingOf({ name: call.name, isNew: false }) === 'now') {
        const receiver = call.callee.of
        for (const target of targets.of(file, call.args[0]))
          if (target.t === 'fn') pass(target.node, call.name.startsWith('reduce') ? 1 : 0, file, { k: 'item', of: receiver })
      }
    }
  }
  return passed
}
