/** Blocking calls of libraries that read and write single files: JSON, or safely. */
import type { BlockingApi, Effect, MajorTwin } from '../entry.ts'
import { itself, itselfCallsBack, lastMajor } from '../major-twin.ts'
import { apisOf } from '../row.ts'
import type { Row } from '../row.ts'

const whole = (module: string, effect: Effect, ...byMajor: readonly MajorTwin[]): Row => ({
  name: 'sync',
  tier: 'file',
  effect,
  twin: { module, name: 'default', form: 'manual', note: 'the module itself is the async function', byMajor },
})
const pair = (module: string, name: string, effect: Effect): Row => ({
  name: `${name}Sync`,
  tier: 'file',
  effect,
  twin: { module, name, form: 'same' },
})

/** `sync` of load-json-file and write-json-file is the name up to majors 6 and 4. */
export const jsonfile: readonly BlockingApi[] = [
  ...apisOf('jsonfile', 'https://github.com/jprichardson/node-jsonfile#api', [
    pair('jsonfile', 'readFile', 'read'),
    pair('jsonfile', 'writeFile', 'write'),
  ]),
  ...apisOf('load-json-file', 'https://github.com/sindresorhus/load-json-file#api', [
    pair('load-json-file', 'loadJsonFile', 'read'),
    whole('load-json-file', 'read', itself(1, 6)),
  ]),
  ...apisOf('write-json-file', 'https://github.com/sindresorhus/write-json-file#api', [
    pair('write-json-file', 'writeJsonFile', 'write'),
    whole('write-json-file', 'write', itself(2, 4)),
  ]),
  ...apisOf('write-file-atomic', 'https://github.com/npm/write-file-atomic#readme', [
    whole('write-file-atomic', 'write', itselfCallsBack(1, 2), itself(3, lastMajor)),
  ]),
]
