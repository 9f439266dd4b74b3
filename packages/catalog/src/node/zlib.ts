/** Blocking exports of node:zlib. */
import type { BlockingApi } from '../entry.ts'

export const zlib: readonly BlockingApi[] = 'deflate inflate gzip gunzip unzip deflateRaw inflateRaw brotliCompress brotliDecompress'.split(' ').map(name => ({
  id: `node:zlib.${name}Sync`, module: 'node:zlib', name: `${name}Sync`, tier: 'cpu', effect: 'pure', remedy: 'await',
  twin: { module: 'node:zlib', name, form: 'promisify' }, source: `https://nodejs.org/api/zlib.html#zlib${name.toLowerCase()}sync`,
}))
