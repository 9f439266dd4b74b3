/** Tests of what a rule's definition turns into, and of what the compiler refuses. */
import { expect, expectTypeOf, test } from 'vitest'
import { defineRule } from './define-rule.ts'
import type { SlotValues, SlotsOf } from './define-rule.ts'
import { choiceList, optionsDefaults, optionsSchema, stringList } from './options.ts'
import type { OptionsOf } from './options.ts'

const options = { tiers: choiceList(['spawn', 'file'], ['spawn']), check: { startUp: false }, depth: 5, allow: stringList() }

test('options give the schema, the defaults and the types', () => {
  expect(optionsSchema(options)).toEqual({
    type: 'object',
    additionalProperties: false,
    properties: {
      tiers: { type: 'array', uniqueItems: true, items: { type: 'string', enum: ['spawn', 'file'] } },
      check: { type: 'object', additionalProperties: false, properties: { startUp: { type: 'boolean' } } },
      depth: { type: 'number', minimum: 0 },
      allow: { type: 'array', uniqueItems: true, items: { type: 'string' } },
    },
  })
  expect(optionsDefaults(options)).toEqual({ tiers: ['spawn'], check: { startUp: false }, depth: 5, allow: [] })
  expectTypeOf<OptionsOf<typeof options>>().toEqualTypeOf<{
    readonly tiers: readonly ('spawn' | 'file')[]
    readonly check: { readonly startUp: boolean }
    readonly depth: number
    readonly allow: readonly string[]
  }>()
})

test('a message names its slots to the compiler', () => {
  expectTypeOf<SlotsOf<'`{{call}}` blocks in {{where}}.'>>().toEqualTypeOf<'call' | 'where'>()
  expectTypeOf<SlotValues<'No slots.'>>().toEqualTypeOf<Record<never, string | number>>()
})

test('a report without a slot, with a misspelt one or of an unknown message does not compile', () => {
  defineRule({
    name: 'no-sample',
    summary: 'Sample',
    preset: 'off',
    options: {},
    messages: { blocking: '`{{call}}` blocks.', plain: 'Await it' },
    create({ report }) {
      report([0, 1], 'blocking', { call: 'readFileSync' })
      report([0, 1], 'plain', {})
      // @ts-expect-error slot `call` is missing
      report([0, 1], 'blocking', {})
      // @ts-expect-error slot `cal` does not exist
      report([0, 1], 'blocking', { cal: 'readFileSync' })
      // @ts-expect-error no such message
      report([0, 1], 'bloking', { call: 'readFileSync' })
      return {}
    },
  })
})

test('the rule carries its page, its language and its preset, and asks no parser for services', () => {
  const rule = defineRule({ name: 'no-sample', summary: 'Sample', preset: 'strict', options, messages: {}, create: () => ({}) })
  expect(rule.meta).toMatchObject({
    type: 'problem',
    languages: ['js/js'],
    hasSuggestions: false,
    docs: { description: 'Sample', preset: 'strict', recommended: false, url: expect.stringMatching(/\/src\/rules\/no-sample\.md$/u) },
    defaultOptions: [{ tiers: ['spawn'], check: { startUp: false }, depth: 5, allow: [] }],
  })
})
