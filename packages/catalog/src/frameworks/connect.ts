/** Where handlers begin in Connect. */
import type { Handler } from '../entry.ts'

/** Connect drops the promise of a handler. */
export const connectHandlers: readonly Handler[] = [
  {
    id: 'connect.app',
    framework: 'Connect',
    module: 'connect',
    receivers: ['default()'],
    receiverTypes: ['Server'],
    methods: ['use'],
    functions: [],
    decorators: [],
    optionKeys: [],
    rejection: 'unhandled',
    forward: 'next',
    source: 'https://github.com/senchalabs/connect#appusefn',
  },
]
