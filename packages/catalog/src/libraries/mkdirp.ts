/** Blocking calls of libraries that make and remove folders and files. */
import type { BlockingApi, MajorTwin } from '../entry.ts'
import { itself, itselfCallsBack, named } from '../major-twin.ts'
import { apisOf } from '../row.ts'
import type { Row } from '../row.ts'

const change = (module: string, name: string, twin: string): Row => ({
  name,
  tier: 'file',
  effect: 'write',
  twin: { module, name: twin, form: 'same' },
})
const whole = (module: string, byMajor: readonly MajorTwin[], note = 'the module itself is the async function'): Row => ({
  name: 'sync',
  tier: 'file',
  effect: 'write',
  twin: { module, name: 'default', form: 'manual', note, byMajor },
})

/** `sync` is the name in old majors: mkdirp up to 2, rimraf up to 3, del up to 6, make-dir up to 4. */
export const mkdirp: readonly BlockingApi[] = [
  ...apisOf('mkdirp', 'https://github.com/isaacs/node-mkdirp#methods', [
    change('mkdirp', 'mkdirpSync', 'mkdirp'),
    change('mkdirp', 'mkdirp.sync', 'mkdirp'),
    change('mkdirp', 'mkdirpNativeSync', 'mkdirpNative'),
    change('mkdirp', 'nativeSync', 'native'),
    change('mkdirp', 'mkdirpManualSync', 'mkdirpManual'),
    change('mkdirp', 'manualSync', 'manual'),
    whole('mkdirp', [itselfCallsBack(0, 0), itself(1, 2), named(3, 'mkdirp')], 'is the module itself up to mkdirp 2, and `mkdirp` after'),
  ]),
  ...apisOf('rimraf', 'https://github.com/isaacs/rimraf#api', [
    change('rimraf', 'rimrafSync', 'rimraf'),
    change('rimraf', 'rimraf.sync', 'rimraf'),
    ...['native', 'manual', 'windows', 'posix', 'moveRemove'].map((name) => change('rimraf', `${name}Sync`, name)),
    whole('rimraf', [itselfCallsBack(2, 3), named(4, 'rimraf')], 'calls back up to rimraf 3; from 4 on `rimraf` gives a promise'),
  ]),
  ...apisOf('del', 'https://github.com/sindresorhus/del#api', [change('del', 'deleteSync', 'deleteAsync'), whole('del', [itself(2, 6)])]),
  ...apisOf('make-dir', 'https://github.com/sindresorhus/make-dir#api', [
    change('make-dir', 'makeDirectorySync', 'makeDirectory'),
    whole('make-dir', [itself(1, 4)]),
  ]),
]
