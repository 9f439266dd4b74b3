/** Blocking calls of libraries that compress: pako, snappy, lz4, lz4-napi, zstd-napi, lz-string, brotli. */
import type { BlockingApi, Twin } from '../entry.ts'
import { apisOf, rowsOf } from '../row.ts'
import type { Row } from '../row.ts'

const computes = { tier: 'cpu', effect: 'pure' } as const
const ofZlib = (name: string): Twin => ({
  module: 'node:zlib',
  name,
  form: 'manual',
  note: 'calls back with a Buffer, which another thread computed',
})
const pairs = (module: string, names: string): Row[] =>
  names.split(' ').map((name): Row => ({ ...computes, name: `${name}Sync`, twin: { module, name, form: 'same' } }))

/** Those in JavaScript have no async form of their own; node:zlib knows the formats of pako and brotli. */
export const compression: readonly BlockingApi[] = [
  ...apisOf('pako', 'https://nodeca.github.io/pako/', [
    ...['deflate', 'deflateRaw', 'gzip', 'inflate', 'inflateRaw'].map((name): Row => ({ ...computes, name, twin: ofZlib(name) })),
    { ...computes, name: 'ungzip', twin: ofZlib('unzip') },
  ]),
  ...apisOf('brotli', 'https://github.com/devongovett/brotli.js#api', [
    { ...computes, name: 'decompress', twin: ofZlib('brotliDecompress') },
  ]),
  ...apisOf('snappy', 'https://github.com/Brooooooklyn/snappy#api', pairs('snappy', 'compress uncompress')),
  ...apisOf(
    'lz4-napi',
    'https://github.com/antoniomuso/lz4-napi#apis',
    pairs('lz4-napi', 'compress uncompress compressFrame decompressFrame'),
  ),
  ...apisOf('lz4', 'https://github.com/pierrec/node-lz4#usage', rowsOf('encode decode encodeBlock encodeBlockHC decodeBlock', computes)),
  ...apisOf('zstd-napi', 'https://github.com/drakedevel/zstd-napi#getting-started', [
    ...rowsOf('compress decompress Compressor#compress Decompressor#decompress', computes),
  ]),
  ...apisOf('lz-string', 'https://pieroxy.net/blog/pages/lz-string/index.html', [
    ...rowsOf('compress compressToBase64 compressToUTF16 compressToUint8Array compressToEncodedURIComponent', { ...computes, crosses: {} }),
    ...rowsOf('decompress decompressFromBase64 decompressFromUTF16 decompressFromEncodedURIComponent', { ...computes, crosses: {} }),
    { ...computes, name: 'decompressFromUint8Array', crosses: { takesBytes: true } },
  ]),
]
