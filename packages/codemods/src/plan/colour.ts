/** Which functions become async and which must stay sync: up from the blocking calls, down from the walls, up again. */
import { basename } from 'node:path'
import type { BlockingSite, FunctionNode } from '@offloop/analysis'
import { obstacleTo } from '../rewrite/await.ts'
import type { Obstacle } from '../rewrite/await.ts'
import { arrayObstacle } from '../rewrite/array-callback.ts'
import { callObstacle } from '../rewrite/call.ts'
import { callersOf } from './callers.ts'
import type { CallerSearch, CallerSite } from './callers.ts'
import type { Modules } from './modules.ts'
import { handlerWall, ownWall } from './walls.ts'

/** A wall with the place where it stands. */
export interface PlacedWall extends Obstacle {
  readonly file: string
  readonly line: number
}

/** What becomes async, and which calls stay sync and why. */
export interface Colouring {
  /** Functions that become async. */
  readonly converted: ReadonlySet<FunctionNode>
  /** Their callers' sites, and callbacks that become async. */
  callers(fn: FunctionNode): readonly CallerSite[]
  /** Blocking calls that are rewritten. */
  readonly rewritten: readonly BlockingSite[]
  readonly walls: ReadonlyMap<BlockingSite, PlacedWall>
}

/** What the colouring asks. */
export interface ColourSearch extends CallerSearch {
  readonly modules: Modules
  readonly publicFunctions: ReadonlySet<FunctionNode>
  /** Functions and calls that an earlier round found not to work: their types did not fit. */
  readonly refused: ReadonlyMap<string, Obstacle>
  isReadOnly(file: string): boolean
}

interface Need {
  readonly fn: FunctionNode
  readonly sites: readonly CallerSite[]
  readonly family: readonly FunctionNode[]
  readonly isEnd: boolean
  wall?: PlacedWall
}

/** Key of a function among the refused. */
export function keyOf(fn: FunctionNode): string {
  return `${fn.file}\0${fn.summary.index}`
}

/** Solves in two directions: what must become async upwards, what must stay sync downwards. */
export function colour(seeds: readonly BlockingSite[], search: ColourSearch): Colouring {
  const needs = new Map<FunctionNode, Need>()
  const walls = new Map<BlockingSite, PlacedWall>()
  const open: BlockingSite[] = []
  for (const seed of seeds) {
    const obstacle =
      callObstacle(seed, search.sources.of(seed.file), search.graph, search.oracle) ?? withheld(search, seed.file, seed.call.start)
    if (obstacle) walls.set(seed, { ...obstacle, file: seed.file, line: seed.call.line })
    else open.push(seed)
  }

  const queue = open.map((each) => each.fn)
  for (let fn = queue.pop(); fn; fn = queue.pop()) {
    if (needs.has(fn)) continue
    const need = needOf(fn, search)
    needs.set(fn, need)
    queue.push(...need.sites.map((each) => each.site.fn), ...need.family)
  }
  spreadWalls(needs, search)

  const rewritten: BlockingSite[] = []
  for (const seed of open) {
    const wall = needs.get(seed.fn)!.wall
    if (wall) walls.set(seed, wall)
    else rewritten.push(seed)
  }
  return { converted: closeUpwards(rewritten, needs), callers: (fn) => needs.get(fn)?.sites ?? [], rewritten, walls }
}

function needOf(fn: FunctionNode, search: ColourSearch): Need {
  const { graph } = search
  const place = { file: fn.file, line: fn.summary.line }
  const source = search.sources.of(fn.file)
  const refused = withheld(search, fn.file, fn.summary.index)
  if (fn.summary.isAsync) return { fn, sites: [], family: [], isEnd: true, ...(refused ? { wall: { ...refused, ...place } } : {}) }
  const own = refused ?? ownWall(fn, source, graph, search.modules) ?? handlerWall(fn, source, graph)
  if (own) return { fn, sites: [], family: [], isEnd: false, wall: { ...own, ...place } }
  if (fn.summary.kind === 'module') return { fn, sites: [], family: [], isEnd: true }
  if (search.publicFunctions.has(fn))
    return {
      fn,
      sites: [],
      family: [],
      isEnd: false,
      wall: { reason: 'public-api', message: `${fn.summary.name} is exported by the package`, ...place },
    }
  const { sites, obstacle: used } = callersOf(fn, search)
  const isUncalled =
    isPublished(fn, search.modules) &&
    sites.length === 0 &&
    !fn.summary.isBodiless &&
    !graph.roots.has(fn) &&
    graph.callers(fn).length === 0
  const obstacle =
    used ??
    (isUncalled
      ? {
          reason: 'unknown-caller',
          message: `nothing that the index sees calls ${fn.summary.name}: whoever does expects its value at once`,
        }
      : undefined)
  const family = graph.family(fn).filter((each) => each !== fn)
  return { fn, sites, family, isEnd: false, ...(obstacle ? { wall: { ...obstacle, ...place } } : {}) }
}

/** What was decided about a function or call before anything is looked at: an earlier round refused it, or its file can't be written. */
function withheld(search: ColourSearch, file: string, key: number): Obstacle | undefined {
  const isLocked = search.isReadOnly(file)
  return (
    search.refused.get(`${file}\0${key}`) ?? (isLocked ? { reason: 'read-only', message: `${basename(file)} is read-only` } : undefined)
  )
}

/** In an application that is not published, a function without callers is dead code; in a package it may be anyone's. */
function isPublished(fn: FunctionNode, modules: Modules): boolean {
  const owner = modules.packageOf(fn.file)?.json
  return owner?.name !== undefined && owner.private !== true
}

/** A function stays sync when a caller must, when a call of it can't await, or when a member of its family must. */
function spreadWalls(needs: ReadonlyMap<FunctionNode, Need>, search: ColourSearch): void {
  for (const need of needs.values()) {
    if (need.wall) continue
    for (const each of need.sites) {
      const source = search.sources.of(each.site.file)
      const node = source.callNode(each.site.call)
      const obstacle =
        withheld(search, each.site.file, each.site.call.start) ??
        (each.kind === 'array' ? (arrayObstacle(each.site, source) ?? obstacleTo(node, source)) : obstacleTo(node, source))
      if (obstacle) need.wall = { ...obstacle, file: each.site.file, line: each.site.call.line }
    }
  }
  for (let changed = true; changed;) {
    changed = false
    for (const need of needs.values()) {
      if (need.wall || need.isEnd) continue
      const above = need.sites.map((each) => needs.get(each.site.fn)).find((each) => each?.wall)
      const relative = need.family.map((each) => needs.get(each)).find((each) => each?.wall)
      const cause = above ?? relative
      if (!cause?.wall) continue
      need.wall = {
        ...cause.wall,
        message: above
          ? `${need.fn.summary.name} is called by ${cause.fn.summary.name}, which must stay sync: ${rootOf(cause.wall.message)}`
          : `${cause.fn.summary.name} must stay sync and shares its name: ${rootOf(cause.wall.message)}`,
      }
      changed = true
    }
  }
}

/** The last cause, without the steps in between. */
function rootOf(message: string): string {
  return message.slice(
    message.lastIndexOf('must stay sync: ') + 1 ? message.lastIndexOf('must stay sync: ') + 'must stay sync: '.length : 0,
  )
}

/** Only what still leads to a rewritten call becomes async. */
function closeUpwards(rewritten: readonly BlockingSite[], needs: ReadonlyMap<FunctionNode, Need>): Set<FunctionNode> {
  const converted = new Set<FunctionNode>()
  const queue = rewritten.map((each) => each.fn)
  for (let fn = queue.pop(); fn; fn = queue.pop()) {
    const need = needs.get(fn)
    if (!need || need.isEnd || need.wall || converted.has(fn)) continue
    converted.add(fn)
    queue.push(...need.sites.map((each) => each.site.fn), ...need.family)
  }
  return converted
}
