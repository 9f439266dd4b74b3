/** Views and middleware of the benches; threads load this module. */
import type { FullResponse, GetResponse, View, ViewRequest } from '@offloop/runtime'
import { spin } from './tasks.ts'

/** A request as middleware passes it on. */
export const plainRequest: ViewRequest = {
  method: 'GET',
  url: '/orders/7?page=2',
  path: '/orders/7',
  query: { page: '2' },
  params: { id: '7' },
  headers: { host: 'shop.example', accept: 'application/json', 'user-agent': 'bench', cookie: 'theme=dark' },
  cookies: { theme: 'dark' },
  body: undefined,
  ip: '127.0.0.1',
  state: {},
}

/** A view that takes no time. */
export const quick: View = ({ params }) => ({ body: { id: params['id'] } })
/** The same on the loop. */
export const quickAsync: View = async ({ params }) => ({ body: { id: params['id'] } })
/** A view that computes for as many milliseconds as it is asked for. */
export const busy: View = ({ query }) => {
  spin(Number(query['ms'] ?? 10) * 1000)
  return { body: { done: true } }
}

const around = (getResponse: GetResponse) => (request: ViewRequest) => getResponse({ ...request, state: { ...request.state } })
/** Sync middleware, as Django's is. */
export const session = (getResponse: GetResponse) => around(getResponse)
/** Another. */
export const locale = (getResponse: GetResponse) => around(getResponse)
/** A third. */
export const audit = (getResponse: GetResponse) => around(getResponse)

/** What such a middleware does before and after, where each half is adapted by itself. */
export const before = (request: ViewRequest): ViewRequest => ({ ...request, state: { ...request.state } })
/** The other half. */
export const after = (response: FullResponse): FullResponse => response
