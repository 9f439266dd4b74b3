/** Blocking calls of libraries that keep settings and small data in files: conf, configstore, lowdb, node-localstorage, dotenv, properties-reader. */
import type { BlockingApi, Effect } from '../entry.ts'
import { apisOf, rowsOf } from '../row.ts'
import type { Row } from '../row.ts'

const reads = { tier: 'file', effect: 'read' } as const
const writes = { tier: 'file', effect: 'write' } as const

const ofInstance = (methods: string, type: string, effect: Effect): Row[] =>
  methods.split(' ').map((method): Row => ({ name: `default#${method}`, aliases: [`${type}#${method}`], tier: 'file', effect }))

const low = (method: string, effect: Effect): Row => ({
  name: `LowSync#${method}`,
  tier: 'file',
  effect,
  twin: { module: 'lowdb', name: `Low#${method}`, form: 'manual', note: 'takes an async adapter: `JSONFile` for `JSONFileSync`' },
})
const adapter = (name: string): Row[] =>
  (
    [
      ['read', 'read'],
      ['write', 'write'],
    ] as const
  ).map(([method, effect]) => ({
    name: `${name}Sync#${method}`,
    tier: 'file',
    effect,
    twin: { module: 'lowdb/node', name: `${name}#${method}`, form: 'same' },
  }))

/** conf and configstore read and parse their file at each call. */
export const settings: readonly BlockingApi[] = [
  ...apisOf('conf', 'https://github.com/sindresorhus/conf#api', [
    { ...writes, name: 'default' },
    ...ofInstance('get has', 'Conf', 'read'),
    ...ofInstance('set appendToArray reset delete clear', 'Conf', 'write'),
  ]),
  ...apisOf('configstore', 'https://github.com/sindresorhus/configstore#api', [
    ...ofInstance('get has', 'Configstore', 'read'),
    ...ofInstance('set delete clear', 'Configstore', 'write'),
  ]),
  ...apisOf('lowdb', 'https://github.com/typicode/lowdb#new-lowsyncadaptersync-defaultdata', [
    low('read', 'read'),
    low('write', 'write'),
    low('update', 'write'),
  ]),
  ...apisOf('lowdb/node', 'https://github.com/typicode/lowdb#lowdb-adapters', [
    ...['JSONFile', 'TextFile', 'DataFile'].flatMap(adapter),
    {
      ...reads,
      name: 'JSONFileSyncPreset',
      twin: { module: 'lowdb/node', name: 'JSONFilePreset', form: 'manual', note: 'gives a promise of a database whose methods are async' },
    },
  ]),
  ...apisOf('node-localstorage', 'https://github.com/lmaccherone/node-localstorage#usage', [
    ...rowsOf('LocalStorage JSONStorage LocalStorage#getItem JSONStorage#getItem', reads),
    ...rowsOf('LocalStorage#setItem LocalStorage#removeItem LocalStorage#clear', writes),
    ...rowsOf('JSONStorage#setItem JSONStorage#removeItem JSONStorage#clear', writes),
  ]),
  ...apisOf('dotenv', 'https://github.com/motdotla/dotenv#config', rowsOf('config configDotenv', reads)),
  ...apisOf('properties-reader', 'https://github.com/steveukx/properties#readme', [
    { ...reads, name: 'default', aliases: ['propertiesReader'] },
    { ...reads, name: 'default#append', aliases: ['propertiesReader#append', 'Reader#append'] },
  ]),
]
