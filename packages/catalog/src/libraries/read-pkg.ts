/** Blocking calls of libraries that read package.json. */
import type { BlockingApi } from '../entry.ts'
import { itself } from '../major-twin.ts'
import { apisOf } from '../row.ts'
import type { Row } from '../row.ts'

const read = (module: string, name: string): Row => ({
  name: `${name}Sync`,
  tier: 'file',
  effect: 'read',
  twin: { module, name, form: 'same' },
})
const whole = (module: string, to: number): Row => ({
  name: 'sync',
  tier: 'file',
  effect: 'read',
  twin: { module, name: 'default', form: 'manual', note: 'the module itself is the async function', byMajor: [itself(2, to)] },
})

/** `sync` is the name in majors that are CommonJS. */
export const readPkg: readonly BlockingApi[] = [
  ...apisOf('read-pkg', 'https://github.com/sindresorhus/read-pkg#api', [read('read-pkg', 'readPackage'), whole('read-pkg', 5)]),
  ...apisOf('read-package-up', 'https://github.com/sindresorhus/read-package-up#api', [read('read-package-up', 'readPackageUp')]),
  ...apisOf('read-pkg-up', 'https://github.com/sindresorhus/read-package-up#api', [
    read('read-pkg-up', 'readPackageUp'),
    whole('read-pkg-up', 7),
  ]),
]
