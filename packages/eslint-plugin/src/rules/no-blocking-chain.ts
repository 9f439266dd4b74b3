/** Finds a call on the loop that reaches a blocking call through sync functions of the project, in this file or another. */
import { chainSites, siteSlots } from '../chain-sites.ts'
import { defineRule } from '../define-rule.ts'
import { choiceList, stringList } from '../options.ts'
import { defaultTiers, tiers } from '../wording.ts'

export default defineRule({
  name: 'no-blocking-chain',
  summary: 'Keep functions that block, through any number of sync calls, off the event loop',
  preset: 'recommended',
  options: { tiers: choiceList(tiers, defaultTiers), check: { awaited: false }, allow: stringList() },
  messages: {
    chain: '`{{call}}` blocks the event loop ({{tier}}): `{{chain}}`. Use {{remedy}}, and await it up the chain.{{more}}',
  },
  create({ options, openFile, report }) {
    return {
      Program() {
        const open = openFile()
        if (!open) return
        for (const site of chainSites(open, options)) {
          if (site.isAwaited && !options.check.awaited) continue
          report([site.place.start, site.place.end], 'chain', siteSlots(site, open.root))
        }
      },
    }
  },
})
