/** Where handlers begin in Feathers: methods of services that are object literals, and hooks. */
import type { Handler } from '../entry.ts'

const serviceMethods = ['find', 'get', 'create', 'update', 'patch', 'remove']
const hookKeys = ['around', 'before', 'after', 'error', 'all', 'setup', 'teardown', ...serviceMethods]

const app = (module: string, receivers: readonly string[], source: string): Handler => ({
  id: `${module}.app`,
  framework: 'Feathers',
  module,
  receivers,
  receiverTypes: ['Application', 'FeathersService'],
  methods: ['use', 'hooks'],
  functions: [],
  decorators: [],
  optionKeys: hookKeys,
  rejection: 'handled',
  source,
})

/** Feathers awaits services and hooks. Its Express application is left out: there `use` takes middleware, too, whose promises Express drops. */
export const feathersHandlers: readonly Handler[] = [
  app('@feathersjs/feathers', ['feathers()', 'default()', 'default.feathers()'], 'https://feathersjs.com/api/application.html'),
  app('@feathersjs/koa', ['koa()', 'default.koa()'], 'https://feathersjs.com/api/koa.html'),
]
