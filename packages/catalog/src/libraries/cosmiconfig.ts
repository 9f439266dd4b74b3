/** Blocking calls of libraries that look for configuration files. */
import type { BlockingApi } from '../entry.ts'
import { apisOf } from '../row.ts'
import type { Row } from '../row.ts'

const explorer = (module: string): Row[] =>
  ['search', 'load'].map((method): Row => ({
    name: `${module}Sync#${method}`,
    tier: 'file',
    effect: 'read',
    twin: { module, name: `${module}#${method}`, form: 'manual', note: `is a method of what ${module} returns` },
  }))

/** What `cosmiconfigSync` returns blocks; so does the call itself, which looks for settings of the search. */
export const cosmiconfig: readonly BlockingApi[] = [
  ...apisOf('cosmiconfig', 'https://github.com/cosmiconfig/cosmiconfig#synchronous-api', [
    {
      name: 'cosmiconfigSync',
      tier: 'metadata',
      effect: 'read',
      twin: { module: 'cosmiconfig', name: 'cosmiconfig', form: 'manual', note: 'its search and load give promises' },
    },
    ...explorer('cosmiconfig'),
  ]),
  ...apisOf('lilconfig', 'https://github.com/antonk52/lilconfig#usage', explorer('lilconfig')),
]
