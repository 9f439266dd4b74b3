/** Blocking calls of key-value stores: lmdb, classic-level, level. */
import type { BlockingApi, Effect, Twin } from '../entry.ts'
import { apisOf } from '../row.ts'
import type { Row } from '../row.ts'

const store = (name: string, effect: Effect, twin: string, note?: string): Row => ({
  name: `open#${name}`,
  aliases: [`open#openDB#${name}`, `RootDatabase#${name}`, `RootDatabase#openDB#${name}`, `Database#${name}`],
  tier: 'database',
  effect,
  threadSensitive: true,
  twin: { module: 'lmdb', name: `open#${twin}`, form: note ? 'manual' : 'same', ...(note && { note }) } satisfies Twin,
})
const level = (module: string, name: string): Row => ({
  name: `${name}#getSync`,
  tier: 'database',
  effect: 'read',
  threadSensitive: true,
  twin: { module, name: `${name}#get`, form: 'same' },
})

/** What lmdb reads lies in memory, as a rule, and is not listed; `getSync` of the others is there from major 3 and 10 on. */
export const keyValue: readonly BlockingApi[] = [
  ...apisOf('lmdb', 'https://github.com/kriszyp/lmdb-js#readme', [
    store('putSync', 'write', 'put'),
    store('removeSync', 'write', 'remove'),
    store('transactionSync', 'write', 'transaction', 'runs its function later, in a batch with others'),
    store('clearSync', 'write', 'clearAsync'),
    store('dropSync', 'write', 'drop'),
  ]),
  ...apisOf('classic-level', 'https://github.com/Level/classic-level#api', [level('classic-level', 'ClassicLevel')]),
  ...apisOf('level', 'https://github.com/Level/level#api', [level('level', 'Level')]),
]
