/** Finds `await f()` where `f` is sync and blocks: the await takes nothing off the loop, though it looks as if it did. */
import { remedyText } from '@offloop/catalog'
import { chainText } from '../chain-message.ts'
import { chainSites, moreText } from '../chain-sites.ts'
import { defineRule } from '../define-rule.ts'
import { choiceList, stringList } from '../options.ts'
import { calleeText, defaultTiers, tiers, tierText } from '../wording.ts'

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
        for (const { place, callee, api, chain, isAwaited, more } of chainSites(open, options)) {
          if (!isAwaited) continue
          report([place.start, place.end], 'awaited', {
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
