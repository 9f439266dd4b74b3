/** Where handlers begin in Koa and its routers. */
import type { Handler } from '../entry.ts'

const router = {
  framework: 'Koa',
  receivers: ['new default()', 'default()', 'new Router()', 'Router()', 'new default.Router()'],
  receiverTypes: ['Router', 'KoaRouter'],
  methods: ['get', 'post', 'put', 'patch', 'delete', 'del', 'head', 'options', 'link', 'unlink', 'all', 'use', 'param', 'register'],
  functions: [],
  decorators: [],
  optionKeys: [],
  rejection: 'handled',
  nextIsPromise: true,
} as const

/** Koa awaits middleware and answers for a rejection. */
export const koaHandlers: readonly Handler[] = [
  {
    id: 'koa.app',
    framework: 'Koa',
    module: 'koa',
    receivers: ['new default()'],
    receiverTypes: ['Koa', 'Application'],
    methods: ['use'],
    functions: [],
    decorators: [],
    optionKeys: [],
    rejection: 'handled',
    nextIsPromise: true,
    source: 'https://koajs.com/#application',
  },
  { ...router, id: '@koa/router.router', module: '@koa/router', source: 'https://github.com/koajs/router#readme' },
  { ...router, id: 'koa-router.router', module: 'koa-router', source: 'https://github.com/koajs/router#readme' },
]
