/** Blocking exports of node:zlib. */
import type { BlockingApi, Twin } from '../entry.ts'
import { apisOf, rowsOf } from '../row.ts'
import type { Row } from '../row.ts'
import { docsOf } from './heading.ts'

const module = 'node:zlib'

const convert = (name: string, since?: string, note?: string): Row => ({
  name: `${name}Sync`,
  tier: 'cpu',
  effect: 'pure',
  twin: { module, name, form: 'promisify', ...(note && { note }) },
  source: docsOf('zlib', `zlib.${name}Sync(buffer[, options])`),
  ...(since && { since }),
})

const twin = (name: string, form: Twin['form'], note?: string): Twin => ({ module, name, form, ...(note && { note }) })
const inIterator = 'its iterator gives promises of entries'

/** Archives: what a `ZipFile` and a `ZipBuffer` do; instances come from `ZipFile.open` and `new ZipBuffer`. */
const archives: readonly Row[] = [
  ...rowsOf('ZipEntry.createSync', { tier: 'cpu', effect: 'pure', twin: twin('ZipEntry.create', 'same') }),
  ...rowsOf('ZipEntry#contentSync', { tier: 'cpu', effect: 'pure', twin: twin('ZipEntry#content', 'same') }),
  ...rowsOf('createZipArchiveSync', { tier: 'cpu', effect: 'pure', twin: twin('createZipArchive', 'manual', 'gives a stream') }),
  ...rowsOf('ZipBuffer#addSync', { tier: 'cpu', effect: 'pure', twin: twin('ZipBuffer#add', 'same') }),
  ...rowsOf('ZipBuffer#toBufferSync', { tier: 'cpu', effect: 'pure', twin: twin('ZipBuffer#toBuffer', 'same') }),
  ...rowsOf('ZipFile.openSync', { tier: 'file', effect: 'read', twin: twin('ZipFile.open', 'same') }),
  ...['addEntry', 'add', 'close', 'delete'].map((name): Row => ({
    name: `ZipFile#${name}Sync`,
    tier: 'file',
    effect: 'write',
    twin: twin(`ZipFile#${name}`, 'same'),
  })),
  ...rowsOf('ZipFile#getSync', { tier: 'file', effect: 'read', twin: twin('ZipFile#get', 'same') }),
  ...rowsOf('ZipFile#compactSync', { tier: 'cpu', effect: 'read', twin: twin('ZipFile#compact', 'manual', 'gives a stream') }),
  ...['entries', 'forEach', 'values'].map((name): Row => ({
    name: `ZipFile#${name}Sync`,
    tier: 'file',
    effect: 'read',
    twin: twin(`ZipFile#${name}`, 'manual', inIterator),
  })),
]

const ofFile = ({ name }: Row): Partial<Row> =>
  name.startsWith('ZipFile#') ? { aliases: [name.replace('ZipFile#', 'ZipFile.openSync#')] } : {}

/** What blocks in node:zlib: each call compresses or expands all of its input before it returns. */
export const zlib: readonly BlockingApi[] = apisOf(module, 'https://nodejs.org/api/zlib.html', [
  ...['brotliCompress', 'brotliDecompress', 'deflate', 'deflateRaw', 'gunzip', 'gzip', 'inflate', 'inflateRaw', 'unzip'].map((name) =>
    convert(name),
  ),
  convert('zstdCompress', '>=22.15', 'the frame does not say how long the contents are'),
  convert('zstdDecompress', '>=22.15'),
  ...archives.map((row): Row => ({ ...row, ...ofFile(row), since: '>=26.8' })),
])
