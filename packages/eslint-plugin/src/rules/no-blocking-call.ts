/** Finds a blocking call that runs on the loop: in an async function, in a handler, or in a callback that runs in either. */
import { remedyText } from '@offloop/catalog'
import type { BlockingCall, Finding } from '@offloop/analysis'
import { awaitTwin } from '../await-twin.ts'
import { defineRule } from '../define-rule.ts'
import { choiceList, stringList } from '../options.ts'
import { calleeText, defaultTiers, rootText, tiers, tierText } from '../wording.ts'

export default defineRule({
  name: 'no-blocking-call',
  summary: 'Keep blocking calls off the event loop',
  preset: 'recommended',
  options: { tiers: choiceList(tiers, defaultTiers), check: { startUp: false }, allow: stringList() },
  messages: {
    blocking: '`{{call}}` blocks the event loop ({{tier}}) in {{where}}. Use {{remedy}}.',
    startUp: '`{{call}}` blocks the event loop ({{tier}}) while the program starts. Use {{remedy}}.',
    awaitTwin: 'Await `{{twin}}`',
  },
  suggests: true,
  create({ sourceCode, options, openFile, report }) {
    const isAllowed = ({ api }: Finding | BlockingCall) => options.allow.includes(api.id)
    return {
      Program() {
        const open = openFile()
        if (!open) return
        for (const finding of open.findings(options.tiers)) {
          if (finding.kind !== 'direct' || isAllowed(finding)) continue
          const { place, chain } = finding
          const twin = awaitTwin(sourceCode, finding)
          const suggestions = twin ? [{ id: 'awaitTwin' as const, slots: { twin: twin.name }, fix: twin.fix }] : []
          const slots = { ...wordsOf(finding), where: rootText(chain.root) }
          report([place.start, place.end], 'blocking', slots, suggestions)
        }
        if (!options.check.startUp) return
        for (const call of open.blockingCalls()) {
          if (call.reach !== 'start-up' || isAllowed(call) || !options.tiers.includes(call.api.tier)) continue
          report([call.place.start, call.place.end], 'startUp', wordsOf(call))
        }
      },
    }
  },
})

function wordsOf({ api, callee }: Finding | BlockingCall) {
  return { call: calleeText(callee), tier: tierText[api.tier], remedy: remedyText(api) }
}
