/** Blocking calls of better-sqlite3, and of libsql, which has the same names. */
import type { BlockingApi, Effect, Twin } from '../entry.ts'
import { apisOf } from '../row.ts'
import type { Row } from '../row.ts'

const ofDatabase: readonly (readonly [method: string, effect: Effect])[] = [
  ['prepare', 'read'],
  ['exec', 'write'],
  ['pragma', 'write'],
  ['serialize', 'read'],
  ['loadExtension', 'write'],
  ['close', 'write'],
]
const ofStatement: readonly (readonly [method: string, effect: Effect])[] = [
  ['run', 'write'],
  ['get', 'read'],
  ['all', 'read'],
  ['iterate', 'read'],
]
/** Methods of a statement that return it: `db.prepare(sql).pluck().all()`. */
const chained = ['pluck', 'raw', 'expand', 'bind', 'safeIntegers']

/** The default export is the class; `Database` and `Statement` are how types name it and its statements. */
function rows(twin: (name: string) => Twin | undefined): Row[] {
  const row = (name: string, effect: Effect, more: readonly string[] = []): Row => {
    const own = twin(name)
    const asTyped = [name, ...more].filter((each) => each.startsWith('default#')).map((each) => each.replace('default#', 'Database#'))
    return { name, tier: 'database', effect, threadSensitive: true, aliases: [...more, ...asTyped], ...(own && { twin: own }) }
  }
  return [
    row('default', 'write'),
    ...ofDatabase.map(([method, effect]) => row(`default#${method}`, effect)),
    ...ofStatement.map(([method, effect]) =>
      row(`default#prepare#${method}`, effect, [
        `Statement#${method}`,
        ...chained.map((between) => `default#prepare#${between}#${method}`),
      ]),
    ),
    row('default#transaction()', 'write', ['Transaction']),
    ...['deferred', 'immediate', 'exclusive'].map((kind) => row(`default#transaction#${kind}`, 'write', [`Transaction#${kind}`])),
  ]
}

const promise = (name: string): Twin => ({
  module: 'libsql/promise',
  name,
  form: 'manual',
  note: 'has a connection of its own, with the same methods',
})

/** A database handle belongs to its thread, and its calls have no async form; libsql has a second module that is async. */
export const betterSqlite3: readonly BlockingApi[] = [
  ...apisOf(
    'better-sqlite3',
    'https://github.com/WiseLibs/better-sqlite3/blob/master/docs/api.md',
    rows(() => undefined),
  ),
  ...apisOf('libsql', 'https://github.com/tursodatabase/libsql-js/blob/main/docs/api.md', [
    ...rows((name) => (/pragma|iterate|serialize|transaction/u.test(name) ? undefined : promise(name))),
    {
      name: 'default#sync',
      aliases: ['Database#sync'],
      tier: 'database',
      effect: 'write',
      threadSensitive: true,
      twin: promise('default#sync'),
    },
  ]),
]
