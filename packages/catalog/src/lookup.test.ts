import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultCatalog } from './default-catalog.ts'
import type { BlockingApi, Handler } from './entry.ts'
import { createCatalog } from './lookup.ts'

const api = (module: string, name: string, more: Partial<BlockingApi> = {}): BlockingApi => ({
  id: `${module}.${name}`,
  module,
  name,
  tier: 'cpu',
  effect: 'pure',
  remedy: 'offload',
  source: 'https://x.example',
  ...more,
})
const handler = (id: string, module: string, more: Partial<Handler> = {}): Handler => ({
  id,
  module,
  framework: 'X',
  receivers: [],
  receiverTypes: [],
  methods: ['use'],
  functions: [],
  decorators: [],
  optionKeys: [],
  rejection: 'handled',
  source: 'https://x.example',
  ...more,
})

describe('find', () => {
  test.each([
    ['fs', 'readFileSync', 'node:fs.readFileSync'],
    ['node:fs', 'readFileSync', 'node:fs.readFileSync'],
    ['fs-extra', 'readFileSync', 'fs-extra.readFileSync'],
    ['globalThis', 'Atomics.wait', 'globalThis.Atomics.wait'],
    ['better-sqlite3', 'default#prepare#pluck#all', 'better-sqlite3.default#prepare#all'],
    ['better-sqlite3', 'Database#exec', 'better-sqlite3.default#exec'],
    ['node:sqlite', 'DatabaseSync#prepare#all', 'node:sqlite.StatementSync#all'],
    ['node:crypto', 'createSign#update#sign', 'node:crypto.Sign#sign'],
    ['fs', 'opendirSync#readSync', 'node:fs.Dir#readSync'],
  ])('%s %s is %s', (module, name, id) => {
    expect(defaultCatalog.find(module, name)?.id).toBe(id)
  })

  test.each([
    ['fs/promises', 'readFileSync'],
    ['node:fs/promises', 'readFile'],
    ['fs', 'readFile'],
    ['fs', 'constructor'],
    ['constructor', 'name'],
    ['__proto__', 'toString'],
    ['node:node:fs', 'readFileSync'],
    ['sqlite', 'DatabaseSync'],
    ['', ''],
  ])('%s %s is nothing', (module, name) => {
    expect(defaultCatalog.find(module, name)).toBeUndefined()
  })

  test('a dot in a module is not the dot of its id', () => {
    const catalog = createCatalog([api('highlight.js', 'run')], [])
    expect(catalog.find('highlight', 'js.run')).toBeUndefined()
    expect(catalog.find('highlight.js', 'run')).toBeDefined()
  })

  test('a name outranks an alias, in either order', () => {
    const [named, aliased] = [api('x', 'a'), api('x', 'b', { aliases: ['a'] })]
    for (const apis of [
      [named, aliased],
      [aliased, named],
    ])
      expect(createCatalog(apis, []).find('x', 'a')).toBe(named)
  })
})

test('a module is known with and without its prefix', () => {
  expect(['fs', 'node:fs', 'globalThis', 'glob'].map(defaultCatalog.knows)).toEqual([true, true, true, true])
  expect(['fs/promises', 'lodash', 'sqlite', 'toString', ''].map(defaultCatalog.knows)).toEqual([false, false, false, false, false])
})

test('handlers are those of the module, and of the major where it is known', () => {
  const ids = (module: string, major?: number): string[] => defaultCatalog.handlersOf(module, major).map(({ id }) => id)
  expect(ids('express')).toEqual(['express@4.app', 'express@5.app'])
  expect([0, 3, 4, 5, 6].map((major) => ids('express', major))).toEqual([
    ['express@4.app'],
    ['express@4.app'],
    ['express@4.app'],
    ['express@5.app'],
    ['express@5.app'],
  ])
  expect([ids('http'), ids('node:http', 20), ids('lodash')]).toEqual([['node:http.server'], ['node:http.server'], []])
})

test('a later entry or handler with the same id replaces the earlier one', () => {
  const catalog = createCatalog(
    [api('x', 'a', { tier: 'cpu' }), api('x', 'b'), api('x', 'a', { tier: 'file' })],
    [handler('h', 'x'), handler('h', 'x', { methods: ['get'] })],
  )
  expect(catalog.apis.map(({ id, tier }) => [id, tier])).toEqual([
    ['x.a', 'file'],
    ['x.b', 'cpu'],
  ])
  expect(catalog.find('x', 'a')?.tier).toBe('file')
  expect(catalog.handlersOf('x').map(({ methods }) => methods)).toEqual([['get']])
})

test('a catalogue does not change', () => {
  expect(() => (defaultCatalog.apis as BlockingApi[]).push(api('x', 'a'))).toThrow(TypeError)
  expect(() => Object.assign(defaultCatalog, { find: () => undefined })).toThrow(TypeError)
})

const word = fc.stringMatching(/^[a-z@/.#_-]{1,8}$/u)

test('whatever the names, what was put in is found by module and name, by alias and by id, and nothing else', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(word, word), { selector: ([module, name]) => `${module}.${name}` }),
      word,
      word,
      (pairs, module, name) => {
        const catalog = createCatalog(
          pairs.map(([each, own]) => api(each, own, { aliases: [`alias of ${own}`] })),
          [],
        )
        for (const [each, own] of pairs) {
          expect(catalog.find(each, own)?.id).toBe(`${each}.${own}`)
          expect(catalog.find(each, `alias of ${own}`)?.id).toBe(`${each}.${own}`)
          expect(catalog.byId(`${each}.${own}`)).toMatchObject({ module: each, name: own })
          expect(catalog.knows(each)).toBe(true)
        }
        const isIn = pairs.some(([each, own]) => each === module && own === name)
        expect(catalog.find(module, name) !== undefined).toBe(isIn)
      },
    ),
  )
})

test('the prefix of a builtin never matters, and that of anything else always does', () => {
  fc.assert(
    fc.property(word, word, (module, name) => {
      const builtin = createCatalog([api(`node:${module}`, name)], [])
      expect(builtin.find(`node:${module}`, name)).toBeDefined()
      if (!['ffi', 'sea', 'sqlite', 'test', 'test/reporters'].includes(module))
        expect(builtin.find(module, name)).toBe(builtin.find(`node:${module}`, name))
      expect(createCatalog([api(module, name)], []).find(`node:${module}`, name)).toBeUndefined()
    }),
  )
})
