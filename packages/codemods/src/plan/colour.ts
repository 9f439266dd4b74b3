/** Which functions become async, which get an async twin and which stay sync: up from the blocking calls, down from the walls, up again. */
import type { BlockingSite, FunctionNode } from '@offloop/analysis'
import type { Obstacle } from '../rewrite/await.ts'
import type { CallerSite } from './callers.ts'
import type { ContractChange } from './kept-contract.ts'
import { needsOf, siteObstacle } from './needs.ts'
import type { Need, NeedSearch, PlacedWall } from './needs.ts'
import { seedObstacle } from './seeds.ts'
import type { Twins } from './twins.ts'

/** What becomes async, and which calls stay sync and why. */
export interface Colouring {
  /**
   * Functions that change. `convert`: becomes async. `twin`: stays, and gets an async twin beside it.
   * `inner`: lies in the text of one with a twin, and is async in the twin only.
   */
  readonly converted: ReadonlyMap<FunctionNode, Mode>
  /** The calls that await a function that changes, and the callbacks that become async. */
  callers(fn: FunctionNode): readonly CallerSite[]
  /** Blocking calls that are rewritten. */
  readonly rewritten: readonly BlockingSite[]
  readonly walls: ReadonlyMap<BlockingSite, PlacedWall>
  /** Why rewritten calls stand in a sync form too, beside the twin. */
  readonly kept: ReadonlyMap<BlockingSite, PlacedWall>
  /** What changes for callers of a function that stay as they are. */
  readonly changes: ReadonlyMap<FunctionNode, ContractChange>
}

/** How a function changes. */
export type Mode = 'convert' | 'inner' | 'twin'

/** What the colouring asks. */
export interface ColourSearch extends NeedSearch {
  /** Without them a function whose users need it sync stays as it is. */
  readonly twins: Twins | undefined
  /** Functions get a twin although nobody in the project would use it: what others may call. */
  readonly isTwinnedUnused: (fn: FunctionNode) => boolean
  /** Tests use a twin that others use too; for them alone none is made, which would leave what others use untested. */
  readonly isTest: (file: string) => boolean
}

/** What is known of a function that can't just become async. */
interface Forced {
  readonly mode: 'inner' | 'twin' | 'blocked'
  readonly wall: PlacedWall
}

/** Solves in two directions: what must become async upwards, what must stay sync downwards. */
export function colour(seeds: readonly BlockingSite[], search: ColourSearch): Colouring {
  const walls = new Map<BlockingSite, PlacedWall>()
  const open: BlockingSite[] = []
  for (const seed of seeds) {
    const obstacle = seedObstacle(seed, seeds, search)
    if (obstacle) walls.set(seed, { ...obstacle, file: seed.file, line: seed.call.line })
    else open.push(seed)
  }
  const solver = new Solver(
    needsOf(
      open.map((each) => each.fn),
      search,
    ),
    search,
  )
  const rewritten: BlockingSite[] = []
  const kept = new Map<BlockingSite, PlacedWall>()
  for (const seed of open) {
    const wall = solver.wallOf(seed.fn)
    if (wall) walls.set(seed, wall)
    else rewritten.push(seed)
    const why = solver.keptFor(seed.fn)
    if (why && !wall) kept.set(seed, why)
  }
  const converted = solver.above(rewritten.map((each) => each.fn))
  const changes = new Map([...converted.keys()].flatMap((fn) => solver.changeOf(fn)))
  return { converted, callers: (fn) => solver.awaiting(fn), rewritten, walls, kept, changes }
}

/** Finds for each function whether it is async, has a twin or stays. */
class Solver {
  readonly #needs: ReadonlyMap<FunctionNode, Need>
  readonly #search: ColourSearch
  /** Functions that are not here become async. */
  readonly #forced = new Map<FunctionNode, Forced>()
  /** Those with a twin that somebody uses. */
  readonly #live = new Set<FunctionNode>()
  readonly #obstacles = new Map<CallerSite, Obstacle | undefined>()

  constructor(needs: ReadonlyMap<FunctionNode, Need>, search: ColourSearch) {
    this.#needs = needs
    this.#search = search
    this.#force()
    this.#revive()
  }

  /** Why a function has no async form. */
  wallOf(fn: FunctionNode): PlacedWall | undefined {
    return this.#isAwaitable(fn) ? undefined : (this.#forced.get(fn)?.wall ?? this.#needs.get(fn)!.own)
  }

  /** Why a function is left in a sync form. */
  keptFor(fn: FunctionNode): PlacedWall | undefined {
    return this.#forced.get(fn)?.wall
  }

  /** The calls that await a function. */
  awaiting(fn: FunctionNode): readonly CallerSite[] {
    const sites = this.#needs.get(fn)?.sites ?? []
    return this.#forced.has(fn) ? sites.filter((each) => this.#moves(fn, each)) : sites
  }

  changeOf(fn: FunctionNode): [FunctionNode, ContractChange][] {
    const { change } = this.#needs.get(fn)!
    return change && !this.#forced.has(fn) ? [[fn, change]] : []
  }

  /** The functions that change for `start`: itself and what awaits it, upwards. */
  above(start: readonly FunctionNode[]): Map<FunctionNode, Mode> {
    const found = new Map<FunctionNode, Mode>()
    const queue = [...start]
    for (let fn = queue.pop(); fn; fn = queue.pop()) {
      const need = this.#needs.get(fn)
      if (!need || need.isEnd || found.has(fn) || !this.#isAwaitable(fn)) continue
      const mode = this.#forced.get(fn)?.mode ?? 'convert'
      if (mode === 'blocked') continue
      found.set(fn, mode)
      queue.push(...this.awaiting(fn).map((each) => each.site.fn), ...need.family)
    }
    return found
  }

  #isAwaitable(fn: FunctionNode): boolean {
    const need = this.#needs.get(fn)!
    if (need.isEnd) return need.own === undefined
    const forced = this.#forced.get(fn)
    return forced === undefined || (forced.mode !== 'blocked' && this.#live.has(fn))
  }

  #obstacleAt(each: CallerSite): Obstacle | undefined {
    if (!this.#obstacles.has(each)) this.#obstacles.set(each, siteObstacle(each, this.#search))
    return this.#obstacles.get(each)
  }

  /** A call of a function with a twin awaits that twin. */
  #moves(fn: FunctionNode, each: CallerSite): boolean {
    if (this.#obstacleAt(each) !== undefined || !this.#isAwaitable(each.site.fn)) return false
    return this.#forced.get(fn)!.mode === 'inner' || this.#search.twins!.moveOf(fn, each) !== undefined
  }

  /** Down from the walls: who must keep a sync form, until nothing new is found. */
  #force(): void {
    for (let changed = true; changed;) {
      changed = false
      for (const need of this.#needs.values()) {
        if (need.isEnd || this.#forced.get(need.fn)?.mode === 'blocked') continue
        const next = this.#forceOf(need)
        if (!next || next.mode === this.#forced.get(need.fn)?.mode) continue
        this.#forced.set(need.fn, next)
        changed = true
      }
    }
  }

  #forceOf(need: Need): Forced | undefined {
    if (need.own) return { mode: 'blocked', wall: need.own }
    const wall = need.use ?? this.#wallAtSites(need) ?? this.#wallAbove(need) ?? this.#wallInFamily(need)
    if (wall) return { mode: this.#canTwin(need) ? 'twin' : 'blocked', wall }
    const inner = need.sites.map((each) => this.#forced.get(each.site.fn)).find((each) => each)
    return inner ? { mode: 'inner', wall: inner.wall } : undefined
  }

  #wallAtSites(need: Need): PlacedWall | undefined {
    for (const each of need.sites) {
      const obstacle = this.#obstacleAt(each)
      if (obstacle) return { ...obstacle, file: each.site.file, line: each.site.call.line }
    }
    return undefined
  }

  /** A caller that keeps a sync form needs this function in its sync form, unless this one lies within its text and is copied with it. */
  #wallAbove(need: Need): PlacedWall | undefined {
    for (const { site } of need.sites) {
      const above = this.#needs.get(site.fn)!
      const forced = above.isEnd ? undefined : this.#forced.get(site.fn)
      const wall = above.isEnd ? above.own : forced?.wall
      if (!wall || (forced && forced.mode !== 'blocked' && isWithin(need.fn, site.fn, this.#search))) continue
      const name = above.fn.summary.name
      return { ...wall, message: `${need.fn.summary.name} is called by ${name}, which must stay sync: ${rootOf(wall.message)}` }
    }
    return undefined
  }

  #wallInFamily(need: Need): PlacedWall | undefined {
    for (const each of need.family) {
      const wall = this.#forced.get(each)?.wall
      if (wall) return { ...wall, message: `${each.summary.name} must stay sync and shares its name: ${rootOf(wall.message)}` }
    }
    return undefined
  }

  #canTwin(need: Need): boolean {
    const { twins, tests } = this.#search
    // its callers would move to the twin, which the mock does not replace
    if (!twins || tests.mocks.isMocked(need.fn)) return false
    // one that is async already is not copied: its class would inherit the twin of another
    if (need.family.some((each) => this.#needs.get(each)!.isEnd)) return false
    return [need.fn, ...need.family].every((each) => this.#forced.get(each)?.mode !== 'blocked' && twins.nameOf(each) !== undefined)
  }

  /** A twin that nobody but tests would call is not made. */
  #revive(): void {
    for (let changed = true; changed;) {
      changed = false
      for (const [fn, { mode }] of this.#forced) {
        if (mode === 'blocked' || this.#live.has(fn)) continue
        const need = this.#needs.get(fn)!
        const isUsed =
          (mode === 'twin' && this.#search.isTwinnedUnused(fn)) ||
          need.sites.some((each) => !this.#search.isTest(each.site.file) && this.#moves(fn, each)) ||
          need.family.some((each) => this.#live.has(each))
        if (!isUsed) continue
        this.#live.add(fn)
        changed = true
      }
    }
  }
}

/** True where the text of `fn` lies in the function around `other`, or in `other` itself, that is copied whole. */
function isWithin(fn: FunctionNode, other: FunctionNode, { graph }: ColourSearch): boolean {
  if (fn.file !== other.file || fn.summary.parent === 0) return false
  const around = (each: FunctionNode): number => {
    const all = graph.summaries.get(each.file)!.functions
    let { summary } = each
    while (summary.parent !== 0) summary = all[summary.parent]!
    return summary.index
  }
  return around(fn) === around(other)
}

/** The last cause, without the steps in between. */
function rootOf(message: string): string {
  const words = 'must stay sync: '
  return message.slice(message.lastIndexOf(words) + 1 ? message.lastIndexOf(words) + words.length : 0)
}
