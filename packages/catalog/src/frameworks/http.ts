/** Where handlers begin in Node's own servers. */
import type { Handler } from '../entry.ts'

interface Server {
  readonly module: string
  /** Factories and classes, each of which takes a handler of `request`. */
  readonly makers: readonly string[]
  readonly types: readonly string[]
  readonly events: readonly string[]
  readonly source: string
}

const requestEvents = ['request', 'checkContinue', 'checkExpectation', 'upgrade', 'connect']

/** A server emits events: nobody looks at what a listener returns, so that a rejection is unhandled and the request stays open. */
const server = ({ module, makers, types, events, source }: Server): Handler => ({
  id: `${module}.server`,
  framework: module,
  module,
  receivers: makers.map((name) => (/^[A-Z]/u.test(name) ? `new ${name}()` : `${name}()`)),
  receiverTypes: types,
  methods: [],
  events,
  functions: makers,
  decorators: [],
  optionKeys: [],
  rejection: 'unhandled',
  forward: 'response',
  source,
})

/** `createServer(handler)` and listeners of `request` and of what stands in its place. */
export const httpHandlers: readonly Handler[] = [
  server({
    module: 'node:http',
    makers: ['createServer', 'Server'],
    types: ['Server'],
    events: requestEvents,
    source: 'https://nodejs.org/api/http.html#httpcreateserveroptions-requestlistener',
  }),
  server({
    module: 'node:https',
    makers: ['createServer', 'Server'],
    types: ['Server'],
    events: requestEvents,
    source: 'https://nodejs.org/api/https.html#httpscreateserveroptions-requestlistener',
  }),
  server({
    module: 'node:http2',
    makers: ['createServer', 'createSecureServer'],
    types: ['Http2Server', 'Http2SecureServer'],
    events: ['request', 'stream', 'checkContinue', 'connect'],
    source: 'https://nodejs.org/api/http2.html#http2createserveroptions-onrequesthandler',
  }),
]
