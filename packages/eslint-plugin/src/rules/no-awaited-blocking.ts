/** Finds `await f()` where `f` is sync and blocks: the await takes nothing off the loop, though it looks as if it did. */
import { chainSites, siteSlots } from '../chain-sites.ts'
import { defineRule } from '../define-rule.ts'
import { choiceList, stringList } from '../options.ts'
import { defaultTiers, tiers } from '../wording.ts'

export default defineRule({
  name: 'no-awaited-blocking',
  summary: 'Do not await functions that block before they return',
  preset: 'recommended',
  options: { tiers: choiceList(tiers, defaultTiers), allow: stringList() },
  messages: {
    awaited:
      '`await` does not take `{{call}}` off the event loop: it {{tier}} first (`{{chain}}`). Make it async, with {{remedy}}.{{more}}',
  },
  create({ options, openFile, report }) {
    return {
      Program() {
        const open = openFile()
        if (!open) return
        for (const site of chainSites(open, options)) {
          if (!site.isAwaited) continue
          report([site.place.start, site.place.end], 'awaited', siteSlots(site, open.root))
        }
      },
    }
  },
})
