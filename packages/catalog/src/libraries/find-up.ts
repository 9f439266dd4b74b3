/** Blocking calls of libraries that look for files: upwards, by name, in the path of programs or of modules. */
import type { BlockingApi } from '../entry.ts'
import { apisOf } from '../row.ts'
import type { Row } from '../row.ts'

const look = (module: string, names: string): Row[] =>
  names.split(' ').map((name): Row => ({ name: `${name}Sync`, tier: 'metadata', effect: 'read', twin: { module, name, form: 'same' } }))

const whole = (module: string, note = 'the module itself is the async function'): Row => ({
  name: 'sync',
  tier: 'metadata',
  effect: 'read',
  twin: { module, name: 'default', form: 'manual', note },
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
    whole('find-up'),
    exists('find-up'),
  ]),
  ...apisOf('locate-path', 'https://github.com/sindresorhus/locate-path#api', [...look('locate-path', 'locatePath'), whole('locate-path')]),
  ...apisOf('path-exists', 'https://github.com/sindresorhus/path-exists#api', [...look('path-exists', 'pathExists'), whole('path-exists')]),
  ...apisOf('pkg-dir', 'https://github.com/sindresorhus/package-directory#api', [...look('pkg-dir', 'packageDirectory'), whole('pkg-dir')]),
  ...apisOf('package-directory', 'https://github.com/sindresorhus/package-directory#api', look('package-directory', 'packageDirectory')),
  ...apisOf('which', 'https://github.com/npm/node-which#usage', [whole('which')]),
  ...apisOf('resolve', 'https://github.com/browserify/resolve#methods', [whole('resolve', 'calls back')]),
]
