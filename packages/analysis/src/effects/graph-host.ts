/** What calls lead to in a project, by its index. */
import type { FileSummary, CallSummary } from '../summarise/summary.ts'
import type { Graph } from '../join/graph.ts'
import type { FunctionNode, Target } from '../join/target.ts'
import type { Node } from '../parse/file.ts'
import type { Callee, EffectFile, EffectHost } from './host.ts'

/** What the index does not hold. */
export interface GraphHostOptions {
  readonly open: (file: string) => EffectFile
  /** By types: an array, map, set, text or number. */
  readonly isBuiltin?: (file: string, expression: Node) => boolean
}

/** Looks calls up in the index. */
export function graphHost(graph: Graph, { open, isBuiltin = () => false }: GraphHostOptions): EffectHost {
  const calls = new WeakMap<FileSummary, ReadonlyMap<string, CallSummary>>()
  const callOf = (file: string, { start, end }: Node): CallSummary | undefined => {
    const summary = graph.summaries.get(file)
    if (!summary) return undefined
    let known = calls.get(summary)
    if (!known) calls.set(summary, (known = new Map(summary.calls.map((each) => [`${each.start}:${each.end}`, each]))))
    return known.get(`${start}:${end}`)
  }
  return {
    catalog: graph.catalog,
    open,
    isBuiltin,
    callees(file, node) {
      const call = callOf(file, node)
      const fn = call && graph.functionsOf(file)[call.fn]
      if (!call || !fn) return []
      const targets = graph.calleeTargets({ file, fn, call })
      return targets.flatMap((each) => calleesOf(each, targets, call.kind === 'new'))
    },
    argument(file, node, index) {
      const value = callOf(file, node)?.args[index]
      const targets = value ? graph.targets(file, value) : []
      return targets.flatMap((each) => calleesOf(each, targets, false))
    },
  }

  function calleesOf(target: Target, all: readonly Target[], isNew: boolean): readonly Callee[] {
    switch (target.t) {
      case 'fn':
        if (target.isWrapped) return [{ t: 'unknown' }]
        return familyOf(target.node).map((each) => calleeOf(each))
      case 'external':
      case 'global':
        return [target]
      case 'class':
        return isNew ? constructed(target) : [{ t: 'unknown' }]
      case 'owner':
        // properties of a function that is among the targets itself
        return all.some((each) => each.t === 'fn') ? [] : [{ t: 'unknown' }]
      default:
        return [{ t: 'unknown' }]
    }
  }

  /** A method and those that stand in for it in heirs; declarations without a body only where there is nothing else. */
  function familyOf(fn: FunctionNode): readonly FunctionNode[] {
    const family = fn.summary.cls === undefined ? [] : graph.family(fn)
    const all = [fn, ...family.filter((each) => each !== fn)]
    const written = all.filter((each) => !each.summary.isBodiless)
    return written.length > 0 ? written : [fn]
  }

  function calleeOf({ file, summary }: FunctionNode): Callee {
    const node = summary.isBodiless ? undefined : open(file).scopes.functions[summary.index]
    return { t: 'fn', file, name: summary.name, isAsync: summary.isAsync, ...(node && { node }) }
  }

  /** The constructors and the initialisers of fields, of parents too. */
  function constructed({ file, cls }: Target & { readonly t: 'class' }): readonly Callee[] {
    const parents = cls.parents.flatMap((each): readonly Callee[] => {
      if (each.k === 'global') return [{ t: 'global', path: each.name }]
      const found = graph.targets(file, each)
      return found.length > 0
        ? found.flatMap((target) => (target.t === 'class' ? constructed(target) : [{ t: 'unknown' }]))
        : [{ t: 'unknown' }]
    })
    const run = graph
      .functionsOf(file)
      .filter(({ summary: { cls: own, kind, isStatic } }) => own === cls.index && !isStatic && (kind === 'constructor' || kind === 'field'))
    return [{ t: 'global', path: 'Object' }, ...parents, ...run.map((each) => calleeOf(each))]
  }
}
