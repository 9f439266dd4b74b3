/** The calls of a file from which blocking calls are reached, each with its chain: what two rules share, for awaited calls and for the others. */
import type { Chain, Place } from '@offloop/analysis'
import { remedyText } from '@offloop/catalog'
import type { BlockingApi, Tier } from '@offloop/catalog'
import { chainText, placeText } from './chain-message.ts'
import type { OpenFile } from './project.ts'
import type { ReachedCall } from './reached.ts'
import { calleeText, tierText } from './wording.ts'

/** One report: a call on the loop, the chain to what blocks nearest, and what else is reached by way of it. */
export interface ChainSite {
  readonly place: Place
  readonly callee: string
  readonly api: BlockingApi
  readonly chain: Chain
  readonly isAwaited: boolean
  readonly more: ReachedCall[]
}

/** Which calls count. */
export interface ChainOptions {
  readonly tiers: readonly Tier[]
  readonly allow: readonly string[]
}

/** In order of position; a blocking call that several calls reach is named once. */
export function chainSites(open: OpenFile, { tiers, allow }: ChainOptions): ChainSite[] {
  const isReported = (api: BlockingApi) => tiers.includes(api.tier) && !allow.includes(api.id)
  const found = open.findings(tiers).filter(({ kind, api }) => kind === 'chain' && isReported(api))
  const sites: ChainSite[] = found.map(({ place, callee, api, chain, isAwaited }) => ({ place, callee, api, chain, isAwaited, more: [] }))
  return withReached(
    sites,
    open.reached().filter(({ api }) => isReported(api)),
  )
}

/** Adds each call that no site names to the site that its chain passes, or as a site of its own. */
function withReached(sites: ChainSite[], reached: readonly ReachedCall[]): ChainSite[] {
  const named = new Set(sites.map(({ chain }) => leafKey(chain)))
  for (const call of reached) {
    const { chain, api, isAwaited } = call
    if (named.has(leafKey(chain))) continue
    named.add(leafKey(chain))
    const passed = sites.find(({ place }) => chain.steps.some((step) => isSame(step.place, place)))
    if (passed) passed.more.push(call)
    else sites.push({ place: call.site, callee: chain.steps[1]?.name ?? call.callee, api, chain, isAwaited, more: [] })
  }
  return sites.sort((a, b) => a.place.start - b.place.start)
}

/** By line and column: offsets of the open file are ESLint's, those of a chain are the index's. */
function isSame(a: Place, b: Place): boolean {
  return a.file === b.file && a.line === b.line && a.column === b.column
}

function leafKey({ steps }: Chain): string {
  const leaf = steps.at(-1)?.place
  return `${leaf?.file}:${leaf?.start}`
}

/** The words of a report about a site; paths are relative to `root`. */
export function siteSlots({ callee, api, chain, more }: ChainSite, root: string) {
  return {
    call: calleeText(callee),
    tier: tierText[api.tier],
    chain: chainText(chain, root),
    remedy: remedyText(api),
    more: moreText(more, root),
  }
}

/** What else a site reaches, as a sentence that follows a message; empty where there is nothing. */
function moreText(more: readonly ReachedCall[], root: string): string {
  if (more.length === 0) return ''
  return ` It also reaches ${more.map(({ callee, place }) => `\`${calleeText(callee)}\` (${placeText(place, root)})`).join(', ')}.`
}
