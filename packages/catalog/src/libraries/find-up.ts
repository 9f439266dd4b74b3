/** Blocking calls of libraries that look for files: upwards, by name, in the path of programs or of modules. */
import type { BlockingApi, MajorTwin } from '../entry.ts'
import { itself, lastMajor } from '../major-twin.ts'
import { apisOf } from '../row.ts'
import type { Row } from '../row.ts'

const look = (module: string, names: string): Row[] =>
  names.split(' ').map((name): Row => ({ name: `${name}Sync`, tier: 'metadata', effect: 'read', twin: { module, name, form: 'same' } }))

const whole = (module: string, byMajor: readonly MajorTwin[], note = 'the module itself is the async function'): Row => ({
  name: 'sync',
  tier: 'metadata',
  effect: 'read',
  twin: { module, name: 'default', form: 'manual', note, ...(byMajor.length > 0 && { byMajor }) },
})
const exists = (module: string): Row => ({
  name: 'sync.exists',
  tier: 'metadata',
  effect: 'read',
  twin: { module, name: 'exists', form: 'same' },
})

/** `sync` is the name in old majors, and the current one in resolve and which. */
export const findUp: readonly BlockingApi[] = [
  ...apisOf('find-up', 'https://github.com/sindresorhus/find-up#api', [
    ...look('find-up', 'findUp findUpMultiple findDown'),
    whole('find-up', [itself(1, 5)]),
    exists('find-up'),
  ]),
  ...apisOf('locate-path', 'https://github.com/sindresorhus/locate-path#api', [
    ...look('locate-path', 'locatePath'),
    whole('locate-path', [itself(1, 6)]),
  ]),
  ...apisOf('path-exists', 'https://github.com/sindresorhus/path-exists#api', [
    ...look('path-exists', 'pathExists'),
    whole('path-exists', [itself(2, 4)]),
  ]),
  ...apisOf('pkg-dir', 'https://github.com/sindresorhus/package-directory#api', [
    ...look('pkg-dir', 'packageDirectory'),
    whole('pkg-dir', [itself(1, 5)]),
  ]),
  ...apisOf('package-directory', 'https://github.com/sindresorhus/package-directory#api', look('package-directory', 'packageDirectory')),
  ...apisOf('which', 'https://github.com/npm/node-which#usage', [
    whole('which', [itself(4, lastMajor)], 'the module itself is the async function; it takes `nothrow` from which 4 on'),
  ]),
  ...apisOf('resolve', 'https://github.com/browserify/resolve#methods', [whole('resolve', [], 'calls back')]),
]
