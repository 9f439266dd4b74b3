/** Blocking calls of libraries that make async work look sync: requests, callbacks, other threads, child processes. */
import type { BlockingApi, Twin } from '../entry.ts'
import { apisOf } from '../row.ts'

const fetch: Twin = { module: 'globalThis', name: 'fetch', form: 'manual', note: 'gives a promise of a Response' }
const promisify: Twin = { module: 'node:util', name: 'promisify', form: 'manual', note: 'of the function that was made sync' }

/** `default()` is what the default export returns: a function that blocks when it is called. */
export const syncRequest: readonly BlockingApi[] = [
  ...apisOf('sync-request', 'https://github.com/ForbesLindesay/sync-request#usage', [
    { name: 'default', aliases: ['default.default'], tier: 'spawn', effect: 'process', twin: fetch },
  ]),
  ...apisOf('sync-fetch', 'https://github.com/larsgw/sync-fetch#readme', [
    { name: 'default', tier: 'spawn', effect: 'process', twin: fetch },
  ]),
  ...apisOf('sync-rpc', 'https://github.com/ForbesLindesay/sync-rpc#usage', [{ name: 'default()', tier: 'spawn', effect: 'process' }]),
  ...apisOf('deasync', 'https://github.com/abbr/deasync#usage', [
    { name: 'default()', tier: 'wait', effect: 'process', twin: promisify },
    {
      name: 'sleep',
      tier: 'wait',
      effect: 'process',
      twin: { module: 'node:timers/promises', name: 'setTimeout', form: 'manual', note: 'takes the same milliseconds' },
    },
    { name: 'loopWhile', tier: 'wait', effect: 'process' },
    { name: 'runLoopOnce', tier: 'wait', effect: 'process' },
  ]),
  ...apisOf('synckit', 'https://github.com/un-ts/synckit#usage', [{ name: 'createSyncFn()', tier: 'wait', effect: 'process' }]),
  ...['make-synchronous', 'make-synchronous/subprocess'].flatMap((module) =>
    apisOf(module, 'https://github.com/sindresorhus/make-synchronous#api', [
      { name: 'default()', tier: module.endsWith('subprocess') ? 'spawn' : 'wait', effect: 'process' },
    ]),
  ),
  ...apisOf('sync-child-process', 'https://github.com/sass/sync-child-process#readme', [
    {
      name: 'SyncChildProcess#next',
      tier: 'wait',
      effect: 'process',
      twin: { module: 'node:child_process', name: 'spawn', form: 'manual', note: 'reports through streams and events' },
    },
  ]),
]
