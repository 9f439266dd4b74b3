/** Blocking calls of jsonwebtoken. */
import type { BlockingApi } from '../entry.ts'
import { apisOf, rowsOf } from '../row.ts'

/** With a callback they compute on the same thread, a tick later: only another thread takes them off the loop. */
export const jsonwebtoken: readonly BlockingApi[] = apisOf(
  'jsonwebtoken',
  'https://github.com/auth0/node-jsonwebtoken#usage',
  rowsOf('sign verify', { tier: 'cpu', effect: 'pure', onlyWithoutCallback: true, crosses: { exceptWith: ['mutatePayload'] } }),
)
