/** Where handlers begin in Elysia. */
import type { Handler } from '../entry.ts'

const hooks = [
  'onRequest',
  'onParse',
  'onTransform',
  'onBeforeHandle',
  'onAfterHandle',
  'onAfterResponse',
  'onError',
  'mapResponse',
  'derive',
  'resolve',
]
const localHooks = ['parse', 'transform', 'beforeHandle', 'afterHandle', 'mapResponse', 'afterResponse', 'error']
const socketKeys = ['open', 'message', 'drain', 'close', 'upgrade']

/** Elysia awaits handlers and hooks and passes a rejection to `onError`. */
export const elysiaHandlers: readonly Handler[] = [
  {
    id: 'elysia.app',
    framework: 'Elysia',
    module: 'elysia',
    receivers: ['new Elysia()', 'new default()'],
    receiverTypes: ['Elysia'],
    methods: ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'connect', 'all', 'route', 'ws', 'guard', ...hooks],
    functions: [],
    decorators: [],
    optionKeys: [...localHooks, ...socketKeys],
    rejection: 'handled',
    source: 'https://elysiajs.com/essential/handler.html',
  },
]
