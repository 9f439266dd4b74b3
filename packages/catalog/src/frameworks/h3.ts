/** Where handlers begin in h3, and in Nitro, which Nuxt serves with. */
import type { Handler } from '../entry.ts'

const h3 = {
  framework: 'h3',
  receivers: ['createApp()', 'createRouter()', 'new H3()', 'new H3Core()'],
  receiverTypes: ['App', 'Router', 'H3', 'H3Core'],
  methods: ['use', 'on', 'all', 'add', 'get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'connect', 'trace'],
  decorators: [],
  optionKeys: ['handler', 'middleware', 'onRequest', 'onBeforeResponse', 'onResponse', 'onError', 'open', 'message', 'close', 'error'],
  rejection: 'handled',
} as const

/** Functions that make a handler of a function, in majors 1 and 2. */
const makers = [
  'defineEventHandler',
  'eventHandler',
  'defineHandler',
  'defineMiddleware',
  'defineValidatedHandler',
  'defineRequestMiddleware',
  'defineResponseMiddleware',
  'defineWebSocketHandler',
  'defineWebSocket',
  'defineRoute',
]

const nitro = { ...h3, framework: 'Nitro', receivers: [], receiverTypes: [], methods: [] } as const
const cacheDocs = 'https://nitro.build/guide/cache'

/** h3 awaits handlers and answers for a rejection; what Nuxt imports by itself stands in no file and is not seen. Plugins of Nitro run at the start. */
export const h3Handlers: readonly Handler[] = [
  ...['h3', 'nitro/h3'].map((module) => ({
    ...h3,
    id: `${module}.app`,
    module,
    functions: [...makers, 'onRequest', 'onResponse', 'onError', 'createApp', 'H3', 'H3Core'],
    source: 'https://h3.dev/guide/basics/handler',
  })),
  {
    ...nitro,
    id: 'nitropack/runtime.cachedEventHandler',
    module: 'nitropack/runtime',
    functions: ['defineCachedEventHandler', 'cachedEventHandler', 'defineRenderHandler', 'defineNitroErrorHandler', 'defineTask'],
    optionKeys: ['run'],
    source: cacheDocs,
  },
  {
    ...nitro,
    id: 'nitro.defineHandler',
    module: 'nitro',
    functions: ['defineHandler', 'defineMiddleware', 'defineWebSocketHandler', 'defineErrorHandler'],
    source: 'https://nitro.build/guide/routing',
  },
  {
    ...nitro,
    id: 'nitro/cache.defineCachedHandler',
    module: 'nitro/cache',
    functions: ['defineCachedHandler'],
    source: cacheDocs,
  },
  {
    ...nitro,
    id: 'nitro/task.defineTask',
    module: 'nitro/task',
    functions: ['defineTask'],
    optionKeys: ['run'],
    source: 'https://nitro.build/guide/tasks',
  },
]
