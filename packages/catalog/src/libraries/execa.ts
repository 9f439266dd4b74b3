/** Blocking calls of libraries that run programs. */
import type { BlockingApi, Twin } from '../entry.ts'
import { itself } from '../major-twin.ts'
import { apisOf } from '../row.ts'
import type { Row } from '../row.ts'

const run = (name: string, twin: Twin): Row => ({ name, tier: 'spawn', effect: 'process', twin })
const events = 'reports through streams and events'

/** Names without `execa` are those of majors 0 to 5. */
export const execa: readonly BlockingApi[] = [
  ...apisOf('execa', 'https://github.com/sindresorhus/execa/blob/main/docs/api.md', [
    run('execaSync', { module: 'execa', name: 'execa', form: 'same' }),
    run('execaCommandSync', { module: 'execa', name: 'execaCommand', form: 'same' }),
    run('commandSync', { module: 'execa', name: 'command', form: 'same' }),
    run('sync', {
      ...{ module: 'execa', name: 'default', form: 'manual', note: 'the module itself is the async function' },
      byMajor: [itself(2, 5)],
    }),
    run('$.sync', { module: 'execa', name: '$', form: 'manual', note: 'the tag itself gives a promise' }),
    run('$.s', { module: 'execa', name: '$', form: 'manual', note: 'the tag itself gives a promise' }),
  ]),
  ...apisOf('cross-spawn', 'https://github.com/moxystudio/node-cross-spawn#usage', [
    run('sync', { module: 'cross-spawn', name: 'default', form: 'spawn', note: events }),
    run('spawn.sync', { module: 'cross-spawn', name: 'spawn', form: 'spawn', note: events }),
  ]),
]
