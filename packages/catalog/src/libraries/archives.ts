/** Blocking calls of libraries that write and read archives and spreadsheets: adm-zip, fflate, xlsx. */
import type { BlockingApi, Effect, Tier } from '../entry.ts'
import { apisOf, rowsOf } from '../row.ts'
import type { Row } from '../row.ts'

const zip = (method: string, tier: Tier, effect: Effect, twin?: string, note = 'gives a promise'): Row => ({
  name: `default#${method}`,
  tier,
  effect,
  ...(twin && { twin: { module: 'adm-zip', name: `default#${twin}`, form: 'manual', note } }),
})
const callsBack = 'calls back'

/** adm-zip reads its file where it is made; xlsx has no async reader, and its async writer computes on the same thread. */
export const archives: readonly BlockingApi[] = [
  ...apisOf('adm-zip', 'https://github.com/cthackers/adm-zip/wiki/ADM-ZIP', [
    { name: 'default', tier: 'file', effect: 'read' },
    zip('addLocalFile', 'file', 'read', 'addLocalFileAsync', callsBack),
    zip('addLocalFolder', 'file', 'read', 'addLocalFolderPromise'),
    zip('extractAllTo', 'file', 'write', 'extractAllToAsync', callsBack),
    zip('extractEntryTo', 'file', 'write'),
    zip('readAsText', 'cpu', 'pure', 'readAsTextAsync', callsBack),
    zip('readFile', 'cpu', 'pure', 'readFileAsync', callsBack),
    zip('toBuffer', 'cpu', 'pure', 'toBufferPromise'),
    zip('writeZip', 'file', 'write', 'writeZipPromise'),
  ]),
  ...apisOf(
    'fflate',
    'https://github.com/101arrowz/fflate#usage',
    ['compress', 'decompress', 'deflate', 'gunzip', 'gzip', 'inflate', 'unzip', 'unzlib', 'zip', 'zlib'].map((name): Row => ({
      name: `${name}Sync`,
      tier: 'cpu',
      effect: 'pure',
      twin: { module: 'fflate', name, form: 'promisify' },
    })),
  ),
  ...apisOf('xlsx', 'https://docs.sheetjs.com/docs/api/', [
    ...rowsOf('read write', { tier: 'cpu', effect: 'pure' }),
    ...rowsOf('readFile readFileSync', { tier: 'file', effect: 'read' }),
    ...rowsOf('writeFile writeFileSync writeFileXLSX', { tier: 'file', effect: 'write' }),
  ]),
]
