/** Blocking calls of libraries that draw codes and read calendars, and of a collection of tools for servers. */
import type { BlockingApi } from '../entry.ts'
import { apisOf, rowsOf } from '../row.ts'

const computes = { tier: 'cpu', effect: 'pure' } as const

/** `parseICS` and `parseFile` of node-ical block where they get no callback. */
export const documents: readonly BlockingApi[] = [
  ...apisOf('qr-image', 'https://github.com/alexeyten/qr-image#syntax', [
    { ...computes, name: 'imageSync' },
    { ...computes, name: 'svgObject', crosses: {} },
  ]),
  ...apisOf('node-ical', 'https://github.com/jens-maus/node-ical#api', [
    ...rowsOf('sync.parseICS', { ...computes, twin: { module: 'node-ical', name: 'async.parseICS', form: 'same' } }),
    ...rowsOf('sync.parseFile', { tier: 'file', effect: 'read', twin: { module: 'node-ical', name: 'async.parseFile', form: 'same' } }),
    ...rowsOf('parseICS', { ...computes, onlyWithoutCallback: true, twin: { module: 'node-ical', name: 'async.parseICS', form: 'same' } }),
  ]),
  ...apisOf('pixl-tools', 'https://github.com/jhuckaby/pixl-tools#readme', [
    ...rowsOf('getpwnam getgrnam', { tier: 'spawn', effect: 'process' }),
    ...rowsOf('writeFileAtomicSync', { tier: 'file', effect: 'write' }),
  ]),
]
