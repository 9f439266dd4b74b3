/** Where handlers begin in Middy, which wraps handlers of AWS Lambda. */
import type { Handler } from '../entry.ts'

/** Middy awaits handlers and middleware; a rejection goes to `onError`, then to the runtime, which reports it. */
export const middyHandlers: readonly Handler[] = [
  {
    id: '@middy/core.middy',
    framework: 'Middy',
    module: '@middy/core',
    receivers: ['default()'],
    receiverTypes: ['MiddyfiedHandler'],
    methods: ['handler', 'use', 'before', 'after', 'onError'],
    functions: ['default'],
    decorators: [],
    optionKeys: ['before', 'after', 'onError'],
    rejection: 'handled',
    source: 'https://middy.js.org/docs/intro/how-it-works',
  },
]
