/** What depends on each other and is written as one piece. */
import type { BlockingSite, FunctionNode, Graph } from '@offloop/analysis'
import { touchesImports } from '../rewrite/call.ts'
import { descriptorGroup } from '../rewrite/descriptors.ts'
import { readsOrElse } from '../rewrite/exists.ts'
import type { Sources } from '../rewrite/source.ts'
import type { ProjectTests } from '../testing/tests.ts'
import type { Colouring } from './colour.ts'
import { sharedEdits } from './fills.ts'
import { twinAround } from './homes.ts'
import type { Modules } from './modules.ts'
import type { TypeOracle } from './oracle.ts'
import { Groups } from './pieces.ts'
import type { PromisedType } from './promised-types.ts'
import type { Twins } from './twins.ts'

/** Items that are grouped: functions that change, blocking calls, and files whose imports change. */
export type Item = FunctionNode | BlockingSite | string

/** Groups the items of a colouring. */
export function groupItems(
  colouring: Colouring,
  types: readonly PromisedType[],
  {
    graph,
    sources,
    tests,
    twins,
    oracle,
    modules,
  }: {
    readonly graph: Graph
    readonly sources: Sources
    readonly tests: ProjectTests
    readonly twins: Twins | undefined
    readonly oracle: TypeOracle
    readonly modules: Modules
  },
): Groups<Item> {
  const groups = new Groups<Item>()
  const joinTwin = (item: Item, fn: FunctionNode): void => {
    const twin = twinAround(fn, colouring, graph)
    if (twin) groups.join(item, twin)
  }
  for (const site of colouring.rewritten) {
    groups.add(site)
    if (colouring.converted.has(site.fn)) groups.join(site, site.fn)
    joinTwin(site, site.fn)
    for (const each of descriptorGroup(site, sources.of(site.file), graph) ?? []) groups.join(site, each)
    if (touchesImports(site, sources.of(site.file), graph, oracle)) groups.join(site, site.file)
  }
  for (const each of readsOrElse(colouring.rewritten, { sources, oracle }).values()) groups.join(each.exists, each.read)
  for (const [fn, mode] of colouring.converted) {
    groups.add(fn)
    joinTwin(fn, fn)
    for (const each of colouring.callers(fn)) {
      if (colouring.converted.has(each.site.fn)) groups.join(fn, each.site.fn)
      // what a script starts with moves into one function
      if (each.site.fn.summary.kind === 'module' && !modules.isEsm(each.site.file)) groups.join(fn, each.site.file)
      joinTwin(fn, each.site.fn)
      const move = mode === 'twin' ? twins!.moveOf(fn, each) : undefined
      if (move?.wanted) groups.join(fn, each.site.file)
      for (const exposure of move?.exposures ?? []) if (exposure.wanted) groups.join(fn, exposure.file)
    }
    for (const relative of [...graph.family(fn), ...tests.mocks.standsFor(fn)])
      if (colouring.converted.has(relative)) groups.join(fn, relative)
  }
  for (const { functions } of types) for (const each of functions) groups.join(functions[0]!, each)
  // two pieces that await in one call expression (`f(g())`) or share a call must not be written apart
  const owners = new Map<string, Item>()
  for (const fn of colouring.converted.keys()) {
    for (const { site } of colouring.callers(fn)) {
      const key = `${site.file}\0${site.call.start}`
      const other = owners.get(key)
      if (other) groups.join(other, fn)
      else owners.set(key, fn)
    }
  }
  for (const [a, b] of sharedEdits(colouring, { graph, sources, twins })) groups.join(a, b)
  return groups
}
