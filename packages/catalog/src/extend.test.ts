import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultCatalog } from './default-catalog.ts'
import type { BlockingApi, Handler } from './entry.ts'
import { CatalogError, extendCatalog } from './extend.ts'
import type { CatalogExtension } from './extend.ts'

const entry: Omit<BlockingApi, 'id'> = {
  module: 'acme',
  name: 'loadSync',
  tier: 'file',
  effect: 'read',
  remedy: 'await',
  twin: { module: 'acme', name: 'load', form: 'same' },
  source: 'https://acme.example',
}
const handler: Handler = {
  id: 'acme.app',
  framework: 'Acme',
  module: 'acme',
  receivers: ['default()'],
  receiverTypes: [],
  methods: ['handle'],
  functions: [],
  decorators: [],
  optionKeys: [],
  rejection: 'handled',
  source: 'https://acme.example',
}

/** Anything may stand in somebody's file. */
const messageOf = (extension: unknown): string => {
  try {
    extendCatalog(defaultCatalog, extension as CatalogExtension, 'offloop.config.js')
  } catch (error) {
    if (error instanceof CatalogError) return error.message
    throw error
  }
  return 'no error'
}

describe('what an extension adds and takes away', () => {
  test('entries get their id, are found, and the base stays as it is', () => {
    const catalog = extendCatalog(defaultCatalog, { apis: [entry], handlers: [handler] }, 'x')
    expect(catalog.find('acme', 'loadSync')).toEqual({ ...entry, id: 'acme.loadSync' })
    expect(catalog.handlersOf('acme')).toEqual([handler])
    expect(catalog.find('fs', 'readFileSync')).toBe(defaultCatalog.find('fs', 'readFileSync'))
    expect([defaultCatalog.knows('acme'), defaultCatalog.handlersOf('acme')]).toEqual([false, []])
  })

  test('an entry replaces the shipped one of the same id, whether or not it writes the prefix', () => {
    const own = {
      ...entry,
      module: 'fs',
      name: 'statSync',
      tier: 'cpu',
      twin: { module: 'fs/promises', name: 'stat', form: 'same' },
    } as const
    const catalog = extendCatalog(defaultCatalog, { apis: [own] }, 'x')
    expect(catalog.find('node:fs', 'statSync')).toMatchObject({
      id: 'node:fs.statSync',
      module: 'node:fs',
      tier: 'cpu',
      twin: { module: 'node:fs/promises' },
    })
    expect(catalog.apis).toHaveLength(defaultCatalog.apis.length)
  })

  test('ids of entries and of handlers are excluded', () => {
    const catalog = extendCatalog(defaultCatalog, { exclude: ['node:fs.readFileSync', 'koa.app'] }, 'x')
    expect([catalog.find('fs', 'readFileSync'), catalog.byId('node:fs.readFileSync'), catalog.handlersOf('koa')]).toEqual([
      undefined,
      undefined,
      [],
    ])
    expect(catalog.apis).toHaveLength(defaultCatalog.apis.length - 1)
  })

  test('what another extension added can be excluded, and what it excluded may be excluded again', () => {
    const added = extendCatalog(defaultCatalog, { apis: [entry], exclude: ['koa.app'] }, 'x')
    expect(extendCatalog(added, { exclude: ['acme.loadSync', 'koa.app'] }, 'y').knows('acme')).toBe(false)
  })

  test('an empty extension, and one with the settings of another tool, change nothing', () => {
    for (const extension of [{}, { apis: [], exclude: [] }, { codemods: { width: 100 } }]) {
      expect(extendCatalog(defaultCatalog, extension, 'x').apis).toEqual(defaultCatalog.apis)
    }
  })
})

describe('an error names origin, entry, field and remedy', () => {
  const api = (more: object): unknown => ({ apis: [entry, entry, { ...entry, ...more }] })
  const own = (more: object): unknown => ({ handlers: [{ ...handler, ...more }] })
  test.each<[unknown, string]>([
    [api({ tier: 'fast' }), 'apis[2].tier is "fast": use one of spawn, cpu, file, database, metadata, wait'],
    [api({ effect: 1 }), 'apis[2].effect is 1: use one of read, write, pure, process'],
    [api({ remedy: undefined }), 'apis[2].remedy is missing: use one of await, offload'],
    [api({ module: '' }), 'apis[2].module is "": write a text that is not empty'],
    [api({ name: () => 0 }), 'apis[2].name is a function: write a text that is not empty'],
    [api({ source: null }), 'apis[2].source is null: write a text that is not empty'],
    [api({ aliases: ['a', 2] }), 'apis[2].aliases[1] is 2: write a text that is not empty'],
    [api({ threadSensitive: 'yes' }), 'apis[2].threadSensitive is "yes": use true or false'],
    [api({ since: '22.5' }), 'apis[2].since is "22.5": write it as ">=22.5"'],
    [api({ twin: 'load' }), 'apis[2].twin is "load": use an object'],
    [
      api({ twin: { module: 'acme', name: 'load', form: 'callback' } }),
      'apis[2].twin.form is "callback": use one of same, promisify, exists, exec, exec-file, spawn, manual',
    ],
    [
      api({ twin: { module: 'acme', name: 'load', form: 'same', resultType: 'Buffer' } }),
      'apis[2].twin.resultType is "Buffer": only the form "promisify" has it',
    ],
    [api({ twin: undefined }), 'apis[2].twin is missing: the remedy "await" needs one; use "offload" where there is none'],
    [api({ remedy: 'offload' }), 'apis[2].remedy is "offload": use "await" where there is a twin'],
    [api({ crosses: {} }), 'apis[2].crosses: only named functions of a module with the remedy "offload" have it'],
    [
      api({ name: 'Store#load', twin: undefined, remedy: 'offload', crosses: {} }),
      'apis[2].crosses: only named functions of a module with the remedy "offload" have it',
    ],
    [
      api({ twin: undefined, remedy: 'offload', crosses: { exceptWith: 'client' } }),
      'apis[2].crosses.exceptWith is "client": use an array',
    ],
    [api({ teir: 'cpu' }), 'apis[2].teir is not a field: did you mean tier?'],
    [api({ id: 'acme.loadSync' }), 'apis[2].id is not a field: use module, name, aliases,'],
    [{ apis: [null] }, 'apis[0] is null: use an object'],
    [{ apis: {} }, 'apis is an object: use an array'],
    [{ api: [] }, 'api is not a field: did you mean apis?'],
    [[], 'it is an array: use an object'],
    [undefined, 'it is undefined: use an object'],
    [own({ methods: 'get' }), 'handlers[0].methods is "get": use an array'],
    [own({ methods: [] }), 'handlers[0] registers nothing: fill methods, functions, decorators, events, members or exports'],
    [own({ majors: [5, 4] }), 'handlers[0].majors is an array: use [from, to], two whole numbers in order'],
    [own({ rejection: 'dropped' }), 'handlers[0].rejection is "dropped": use one of handled, unhandled'],
    [own({ forward: 'throw' }), 'handlers[0].forward is "throw": use one of next, response'],
    [{ exclude: 'node:fs.readFileSync' }, 'exclude is "node:fs.readFileSync": use an array'],
    [
      { exclude: ['koa.app', 'fs.readFileSync'] },
      'exclude[1] is "fs.readFileSync", which the catalogue doesn\'t have: did you mean "node:fs.readFileSync"?',
    ],
    [
      { exclude: ['everything there is'] },
      'exclude[0] is "everything there is", which the catalogue doesn\'t have: use an id as reports and findings print it',
    ],
  ])('%j', (extension, message) => {
    expect(messageOf(extension)).toContain(`offloop.config.js: ${message}`)
  })
})

test('whatever stands in the file, the answer is a catalogue or a CatalogError with its origin', () => {
  const value = fc.anything({ withBigInt: true, withNullPrototype: true })
  const almost = fc.record(
    {
      apis: fc.oneof(value, fc.array(fc.record({ module: value, name: value, tier: value, twin: value }))),
      handlers: value,
      exclude: value,
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(fc.oneof(value, almost), (extension) => {
      const message = messageOf(extension)
      expect(message === 'no error' || message.startsWith('offloop.config.js: ')).toBe(true)
    }),
  )
})

test('excluding some ids leaves exactly the others, in their order', () => {
  const ids = defaultCatalog.apis.map(({ id }) => id)
  fc.assert(
    fc.property(fc.subarray(ids), (exclude) => {
      const left = extendCatalog(defaultCatalog, { exclude }, 'x').apis.map(({ id }) => id)
      expect(left).toEqual(ids.filter((id) => !exclude.includes(id)))
    }),
  )
})

test('extending twice with the same extension is extending once', () => {
  const word = fc.stringMatching(/^[a-z]{1,6}$/u)
  fc.assert(
    fc.property(fc.array(fc.record({ module: word, name: word })), (names) => {
      const extension = { apis: names.map((each) => ({ ...entry, ...each })) }
      const once = extendCatalog(defaultCatalog, extension, 'x')
      expect(extendCatalog(once, extension, 'x').apis).toEqual(once.apis)
    }),
  )
})
