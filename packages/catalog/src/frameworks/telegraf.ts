/** Where handlers begin in Telegraf. */
import type { Handler } from '../entry.ts'

/** Telegraf awaits middleware and hands a rejection to the handler of `catch`. */
export const telegrafHandlers: readonly Handler[] = [
  {
    id: 'telegraf.bot',
    framework: 'Telegraf',
    module: 'telegraf',
    receivers: ['new Telegraf()', 'new Composer()', 'new default.Telegraf()'],
    receiverTypes: ['Telegraf', 'Composer'],
    methods: [
      'use',
      'on',
      'hears',
      'command',
      'action',
      'inlineQuery',
      'gameQuery',
      'reaction',
      'guard',
      'filter',
      'drop',
      'email',
      'url',
      'textLink',
      'mention',
      'textMention',
      'phone',
      'hashtag',
      'cashtag',
      'spoiler',
      'start',
      'help',
      'settings',
      'catch',
    ],
    functions: [],
    decorators: [],
    optionKeys: [],
    rejection: 'handled',
    source: 'https://telegraf.js.org/classes/Telegraf.html',
  },
]
