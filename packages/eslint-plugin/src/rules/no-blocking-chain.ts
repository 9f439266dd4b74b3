/** Finds a call on the loop that reaches a blocking call through sync functions of the project, in this file or another. */
import type { BlockingApi } from '@offloop/catalog'
import type { Chain, Place } from '@offloop/analysis'
import { chainText, placeText } from '../chain-message.ts'
import { defineRule } from '../define-rule.ts'
import { choiceList, stringList } from '../options.ts'
import { calleeText, defaultTiers, remedyText, tiers, tierText } from '../wording.ts'
import type { ReachedCall } from '../reached.ts'

/** One report: a call on the loop, the chain to what blocks nearest, and what else is reached by way of it. */
interface Site {
  readonly place: Place
  readonly callee: string
  readonly api: BlockingApi
  readonly chain: Chain
  readonly more: ReachedCall[]
}

export default defineRule({
  name: 'no-blocking-chain',
  summary: 'Keep functions that block, through any number of sync calls, off the event loop',
  preset: 'recommended',
  options: { tiers: choiceList(tiers, defaultTiers), allow: stringList() },
  messages: {
    chain: '`{{call}}` blocks the event loop ({{tier}}): `{{chain}}`. Use {{remedy}}, and await it up the chain.{{more}}',
  },
  create({ options, openFile, report }) {
    const isReported = (api: BlockingApi) => options.tiers.includes(api.tier) && !options.allow.includes(api.id)
    return {
      Program() {
        const open = openFile()
        if (!open) return
        const found = open.findings(options.tiers).filter(({ kind, api }) => kind === 'chain' && isReported(api))
        const sites: Site[] = found.map(({ place, callee, api, chain }) => ({ place, callee, api, chain, more: [] }))
        const reached = open.reached().filter(({ api }) => isReported(api))
        for (const { place, callee, api, chain, more } of withReached(sites, reached)) {
          report([place.start, place.end], 'chain', {
            call: calleeText(callee),
            tier: tierText[api.tier],
            chain: chainText(chain, open.root),
            remedy: remedyText(api),
            more: moreText(more, open.root),
          })
        }
      },
    }
  },
})

/** Adds each call that no site names to the site that its chain passes, or as a site of its own. */
function withReached(sites: Site[], reached: readonly ReachedCall[]): Site[] {
  const named = new Set(sites.map(({ chain }) => leafKey(chain)))
  for (const call of reached) {
    const { chain, api } = call
    if (named.has(leafKey(chain))) continue
    named.add(leafKey(chain))
    const passed = sites.find(({ place }) => chain.steps.some((step) => isSame(step.place, place)))
    if (passed) passed.more.push(call)
    else sites.push({ place: call.site, callee: chain.steps[1]?.name ?? call.callee, api, chain, more: [] })
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

function moreText(more: readonly ReachedCall[], root: string): string {
  if (more.length === 0) return ''
  return ` It also reaches ${more.map(({ callee, place }) => `\`${calleeText(callee)}\` (${placeText(place, root)})`).join(', ')}.`
}
