/** Where views and middleware of offloop's own runtime begin. */
import type { Handler } from '../entry.ts'

/** Async views and hooks run on the loop, sync ones on threads; errors go to the framework around the handler. */
export const offloopHandlers: readonly Handler[] = [
  {
    id: '@offloop/runtime.views',
    framework: 'offloop',
    module: '@offloop/runtime',
    receivers: [],
    receiverTypes: [],
    methods: [],
    functions: ['offloadedHandler', 'compose'],
    decorators: [],
    optionKeys: ['request', 'response', 'error'],
    offloadsSync: true,
    rejection: 'handled',
    source: 'https://www.npmjs.com/package/@offloop/runtime',
  },
]
