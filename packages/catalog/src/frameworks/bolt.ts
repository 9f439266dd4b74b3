/** Where handlers begin in Bolt for Slack. */
import type { Handler } from '../entry.ts'

/** Bolt awaits listeners and hands a rejection to the handler of `error`. */
export const boltHandlers: readonly Handler[] = [
  {
    id: '@slack/bolt.app',
    framework: 'Bolt',
    module: '@slack/bolt',
    receivers: ['new App()', 'new default.App()', 'new default()'],
    receiverTypes: ['App'],
    methods: ['event', 'message', 'command', 'action', 'shortcut', 'view', 'options', 'function', 'use', 'error'],
    functions: [],
    decorators: [],
    optionKeys: [],
    rejection: 'handled',
    source: 'https://docs.slack.dev/tools/bolt-js/concepts',
  },
]
