/** Blocking calls of libraries for temporary files and locks: tmp, proper-lockfile. */
import type { BlockingApi, Effect } from '../entry.ts'
import { apisOf } from '../row.ts'
import type { Row } from '../row.ts'

const several = (name: string, values: string): Row => ({
  name: `${name}Sync`,
  tier: 'file',
  effect: 'write',
  twin: { module: 'tmp', name, form: 'manual', note: `calls back with ${values}` },
})
const lock = (name: string, effect: Effect, note?: string): Row => ({
  name: `${name}Sync`,
  tier: 'file',
  effect,
  twin: { module: 'proper-lockfile', name, form: note ? 'manual' : 'same', ...(note && { note }) },
})

/** A lock that is taken asynchronously is released asynchronously. */
export const tmp: readonly BlockingApi[] = [
  ...apisOf('tmp', 'https://github.com/raszi/node-tmp#usage', [
    several('file', 'path, descriptor and clean-up'),
    several('dir', 'path and clean-up'),
    { name: 'tmpNameSync', tier: 'metadata', effect: 'read', twin: { module: 'tmp', name: 'tmpName', form: 'promisify' } },
  ]),
  ...apisOf('proper-lockfile', 'https://github.com/moxystudio/node-proper-lockfile#synchronous-methods', [
    lock('lock', 'write', 'resolves to a release that gives a promise'),
    lock('unlock', 'write'),
    lock('check', 'read'),
  ]),
]
