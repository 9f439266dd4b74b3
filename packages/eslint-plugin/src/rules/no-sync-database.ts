/** Finds calls of sync database drivers that run on the loop, directly or through helpers of the project. */
import { remedyText } from '@offloop/catalog'
import type { BlockingApi } from '@offloop/catalog'
import type { Chain, Place } from '@offloop/analysis'
import { chainText } from '../chain-message.ts'
import { defineRule } from '../define-rule.ts'
import { stringList } from '../options.ts'
import type { OpenFile } from '../project.ts'
import { calleeText, rootText } from '../wording.ts'

/** A call in this file that queries, or leads to what does. */
interface Query {
  readonly place: Place
  readonly callee: string
  readonly api: BlockingApi
  readonly chain: Chain
  readonly isDirect: boolean
}

export default defineRule({
  name: 'no-sync-database',
  summary: 'Keep sync database drivers off the event loop',
  preset: 'off',
  options: { allow: stringList() },
  messages: {
    direct: '`{{call}}` keeps the event loop waiting for a query in {{where}}. Use {{remedy}}.',
    chain: '`{{call}}` keeps the event loop waiting for a query: `{{chain}}`. Use {{remedy}}.',
  },
  create({ options, openFile, report }) {
    return {
      Program() {
        const open = openFile()
        if (!open) return
        for (const { place, callee, api, chain, isDirect } of queriesIn(open, (api) => !options.allow.includes(api.id))) {
          const slots = { call: calleeText(callee), remedy: remedyOf(api) }
          if (isDirect) report([place.start, place.end], 'direct', { ...slots, where: rootText(chain.root) })
          else report([place.start, place.end], 'chain', { ...slots, chain: chainText(chain, open.root) })
        }
      },
    }
  },
})

/** One for each place: `db.prepare(…).all()` is one query, and a call that reaches several is reported once. */
function queriesIn(open: OpenFile, isReported: (api: BlockingApi) => boolean): Query[] {
  const found: Query[] = open
    .findings(['database'])
    .filter(({ api }) => isReported(api))
    .map(({ place, callee, api, chain, kind }) => ({ place, callee, api, chain, isDirect: kind === 'direct' }))
  for (const { site, chain, callee, api } of open.reached()) {
    if (api.tier !== 'database' || !isReported(api)) continue
    found.push({ place: site, callee: chain.steps[1]?.name ?? callee, api, chain, isDirect: false })
  }
  const byStart = new Map<number, Query>()
  for (const each of found) {
    const known = byStart.get(each.place.start)
    if (!known || each.place.end > known.place.end) byStart.set(each.place.start, each)
  }
  return [...byStart.values()].sort((a, b) => a.place.start - b.place.start)
}

/** The module with the same methods that is async, or a thread that owns the handle. */
function remedyOf(api: BlockingApi): string {
  return api.twin ? remedyText(api) : '`syncToAsync` on a function that opens the handle itself, or a server database'
}
