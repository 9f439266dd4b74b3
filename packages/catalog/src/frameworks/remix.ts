/** Where handlers begin in the adapters of Remix and React Router; loaders and actions are exports, which nothing registers. */
import type { Handler } from '../entry.ts'

const adapter = (framework: string, module: string, source: string): Handler => ({
  id: `${module}.createRequestHandler`,
  framework,
  module,
  receivers: [],
  receiverTypes: [],
  methods: [],
  functions: ['createRequestHandler'],
  decorators: [],
  optionKeys: ['getLoadContext'],
  rejection: 'handled',
  source,
})
const remix = 'https://v2.remix.run/docs/other-api/adapter'
const reactRouter = 'https://reactrouter.com/api/other-api/adapter'

/** An adapter awaits the context of a request and passes a rejection to `next` or to the runtime. */
export const remixHandlers: readonly Handler[] = [
  adapter('Remix', '@remix-run/express', remix),
  adapter('Remix', '@remix-run/architect', remix),
  adapter('React Router', '@react-router/express', reactRouter),
  adapter('React Router', '@react-router/architect', reactRouter),
]
