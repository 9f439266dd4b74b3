/** Where handlers begin in ws. */
import type { Handler } from '../entry.ts'

/** A server and its sockets emit events: nobody looks at what a listener returns. */
export const wsHandlers: readonly Handler[] = [
  {
    id: 'ws.server',
    framework: 'ws',
    module: 'ws',
    receivers: ['new WebSocketServer()', 'new Server()', 'new default.Server()', 'new default.WebSocketServer()'],
    receiverTypes: ['WebSocketServer', 'WebSocket', 'Server'],
    methods: [],
    functions: [],
    events: ['connection', 'message'],
    decorators: [],
    optionKeys: [],
    rejection: 'unhandled',
    forward: 'response',
    source: 'https://github.com/websockets/ws/blob/master/doc/ws.md',
  },
]
