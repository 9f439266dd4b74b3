/** Where handlers begin in Hono. */
import type { Handler } from '../entry.ts'

const app = (module: string): Handler => ({
  id: `${module}.app`,
  framework: 'Hono',
  module,
  receivers: ['new Hono()'],
  receiverTypes: ['Hono'],
  methods: ['get', 'post', 'put', 'patch', 'delete', 'options', 'all', 'on', 'use', 'notFound', 'onError'],
  functions: [],
  decorators: [],
  optionKeys: [],
  rejection: 'handled',
  nextIsPromise: true,
  source: 'https://hono.dev/docs/api/routing',
})

/** Hono awaits handlers and passes a rejection to `onError`. */
export const honoHandlers: readonly Handler[] = [
  app('hono'),
  app('hono/tiny'),
  app('hono/quick'),
  {
    id: 'hono/factory.createMiddleware',
    framework: 'Hono',
    module: 'hono/factory',
    receivers: ['createFactory()'],
    receiverTypes: ['Factory'],
    methods: ['createMiddleware', 'createHandlers'],
    functions: ['createMiddleware'],
    decorators: [],
    optionKeys: [],
    rejection: 'handled',
    nextIsPromise: true,
    source: 'https://hono.dev/docs/helpers/factory',
  },
]
