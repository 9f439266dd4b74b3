/** Where handlers begin in hapi. */
import type { Handler } from '../entry.ts'

/** hapi awaits handlers, prerequisites and extensions and answers for a rejection. */
export const hapiHandlers: readonly Handler[] = [
  {
    id: '@hapi/hapi.server',
    framework: 'hapi',
    module: '@hapi/hapi',
    receivers: ['server()', 'default.server()', 'Server()', 'default.Server()', 'new Server()', 'new default.Server()'],
    receiverTypes: ['Server'],
    methods: ['route', 'ext', 'method'],
    functions: [],
    decorators: [],
    optionKeys: ['handler', 'options', 'config', 'pre', 'method', 'failAction'],
    rejection: 'handled',
    source: 'https://hapi.dev/api/#-serverrouteroute',
  },
]
