/** Where handlers begin in Socket.IO. */
import type { Handler } from '../entry.ts'

/** A server emits events: nobody looks at what a listener returns. Events of a socket are the application's own, and have no list. */
export const socketIoHandlers: readonly Handler[] = [
  {
    id: 'socket.io.server',
    framework: 'Socket.IO',
    module: 'socket.io',
    receivers: ['new Server()', 'new default.Server()', 'default()', 'new default()'],
    receiverTypes: ['Server', 'Namespace'],
    methods: ['use'],
    functions: [],
    events: ['connection', 'connect'],
    decorators: [],
    optionKeys: [],
    rejection: 'unhandled',
    forward: 'response',
    source: 'https://socket.io/docs/v4/server-api/#event-connection',
  },
]
