/** Blocking calls of libraries that stand in for node:fs: fs-extra and graceful-fs. */
import type { BlockingApi, Effect, Twin } from '../entry.ts'
import { fs } from '../node/fs.ts'
import { apisOf } from '../row.ts'
import type { Row } from '../row.ts'

/** Functions of node:fs that both re-export: those that Node has had for as long as the packages are in use. */
const inherited = fs.filter(({ name, since }) => !name.includes('#') && since === undefined)
/** Their callbacks get more than one value. */
const manyValues = new Set(['readSync', 'readvSync', 'writeSync', 'writevSync'])

const asyncName = (name: string): string => name.replace(/Sync(?=$|\.)/u, '')

function inheritedRows(twin: (name: string) => Twin): Row[] {
  return inherited.map(({ name, tier, effect }): Row => ({ name, tier, effect, twin: twin(name) }))
}

function fsExtraTwin(name: string): Twin {
  const module = 'fs-extra'
  if (name === 'existsSync') return { module, name: 'pathExists', form: 'same' }
  if (manyValues.has(name))
    return { module, name: asyncName(name), form: 'manual', note: 'resolves to an object with the count and the buffer' }
  return { module, name: asyncName(name), form: 'same' }
}

function gracefulTwin(name: string): Twin {
  const module = 'graceful-fs'
  if (name === 'existsSync') return { module: 'node:fs/promises', name: 'access', form: 'exists' }
  if (manyValues.has(name)) return { module, name: asyncName(name), form: 'manual', note: 'calls back with the count and the buffer' }
  return { module, name: asyncName(name), form: 'promisify' }
}

const changing =
  'copy move remove emptyDir emptydir createFile ensureFile createLink ensureLink createSymlink ensureSymlink mkdirs mkdirp ensureDir writeJson writeJSON outputFile outputJson outputJSON'
const own = (module: string): Row[] =>
  (
    [
      [changing, 'write'],
      ['readJson readJSON', 'read'],
      ['pathExists', 'read'],
    ] satisfies [string, Effect][]
  ).flatMap(([names, effect]) =>
    names.split(' ').map((name): Row => ({
      name: `${name}Sync`,
      tier: name === 'pathExists' ? 'metadata' : 'file',
      effect,
      twin: { module, name, form: 'same' },
    })),
  )

/** fs-extra gives promises where no callback is passed, also for what it inherits; `fs-extra/esm` has only its own functions. */
export const fsExtra: readonly BlockingApi[] = [
  ...apisOf('fs-extra', 'https://github.com/jprichardson/node-fs-extra#methods', [...inheritedRows(fsExtraTwin), ...own('fs-extra')]),
  ...apisOf('fs-extra/esm', 'https://github.com/jprichardson/node-fs-extra#esm', own('fs-extra/esm')),
  ...apisOf('graceful-fs', 'https://github.com/isaacs/node-graceful-fs#sync-methods', inheritedRows(gracefulTwin)),
]
