/** Where handlers begin in grammY. */
import type { Handler } from '../entry.ts'

/** grammY awaits middleware and hands a rejection to the handler of `catch`. */
export const grammyHandlers: readonly Handler[] = [
  {
    id: 'grammy.bot',
    framework: 'grammY',
    module: 'grammy',
    receivers: ['new Bot()', 'new Composer()', 'new default.Bot()'],
    receiverTypes: ['Bot', 'Composer'],
    methods: [
      'use',
      'on',
      'hears',
      'command',
      'reaction',
      'inlineQuery',
      'gameQuery',
      'filter',
      'drop',
      'catch',
      'chatType',
      'callbackQuery',
      'chosenInlineResult',
      'preCheckoutQuery',
      'shippingQuery',
      'fork',
      'lazy',
      'branch',
      'errorBoundary',
    ],
    functions: [],
    decorators: [],
    optionKeys: [],
    rejection: 'handled',
    nextIsPromise: true,
    source: 'https://grammy.dev/guide/middleware',
  },
]
