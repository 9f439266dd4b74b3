/** Blocking calls of libraries that draw, decode and encode images: canvas, @napi-rs/canvas, pngjs, jpeg-js. */
import type { BlockingApi } from '../entry.ts'
import { apisOf, rowsOf } from '../row.ts'
import type { Row } from '../row.ts'

const computes = { tier: 'cpu', effect: 'pure' } as const

const ofCanvas = (method: string, note: string): Row => ({
  ...computes,
  name: `createCanvas#${method}`,
  aliases: [`Canvas#${method}`],
  onlyWithoutCallback: true,
  twin: { module: 'canvas', name: `createCanvas#${method}`, form: 'manual', note },
})
const ofNapi = (method: string, twin: string, note?: string): Row => ({
  ...computes,
  name: `createCanvas#${method}`,
  aliases: [`Canvas#${method}`],
  twin: { module: '@napi-rs/canvas', name: `createCanvas#${twin}`, form: note ? 'manual' : 'same', ...(note && { note }) },
})

/** Drawing is done by the time it is asked for; encoding is what takes long. */
export const images: readonly BlockingApi[] = [
  ...apisOf('canvas', 'https://github.com/Automattic/node-canvas#canvastobuffer', [
    ofCanvas('toBuffer', 'with a callback as its first argument'),
    ofCanvas('toDataURL', 'with a callback as its last argument'),
  ]),
  ...apisOf('@napi-rs/canvas', 'https://github.com/Brooooooklyn/canvas#readme', [
    ofNapi('encodeSync', 'encode'),
    ofNapi('toDataURL', 'toDataURLAsync'),
    ofNapi('toBuffer', 'encode', 'takes `png` where this takes `image/png`, and gives a promise'),
  ]),
  ...apisOf('pngjs', 'https://github.com/pngjs/pngjs#sync-api', [
    { ...computes, name: 'PNG.sync.read', twin: { module: 'pngjs', name: 'PNG#parse', form: 'manual', note: 'calls back with the image' } },
    { ...computes, name: 'PNG.sync.write', twin: { module: 'pngjs', name: 'PNG#pack', form: 'manual', note: 'gives a stream' } },
  ]),
  ...apisOf('jpeg-js', 'https://github.com/eugeneware/jpeg-js#readme', rowsOf('decode encode', computes)),
]
