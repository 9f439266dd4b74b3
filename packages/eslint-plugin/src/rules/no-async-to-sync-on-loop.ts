/** Finds calls of what `asyncToSync` gives on the loop, directly or through sync functions: the loop would wait for itself. */
import { chainText } from '../chain-message.ts'
import { defineRule } from '../define-rule.ts'
import { calleeText, rootText } from '../wording.ts'

export default defineRule({
  name: 'no-async-to-sync-on-loop',
  summary: 'Await async functions on the event loop instead of calling them through `asyncToSync`',
  preset: 'recommended',
  options: {},
  messages: {
    direct: '`{{call}}` makes the event loop wait, in {{where}}: the runtime throws there. Await the async function.',
    chain: '`{{call}}` makes the event loop wait: `{{chain}}`. The runtime throws there. Await the async function up the chain.',
  },
  create({ openFile, report }) {
    return {
      Program() {
        const open = openFile()
        if (!open) return
        for (const { kind, place, callee, chain } of open.bridges()) {
          const call = calleeText(callee)
          if (kind === 'direct') report([place.start, place.end], 'direct', { call, where: rootText(chain.root) })
          else report([place.start, place.end], 'chain', { call, chain: chainText(chain, open.root) })
        }
      },
    }
  },
})
