/** Every hard case of the migration has a fixture that shows what becomes of it. */
import { expect, test } from 'vitest'
import { ledger } from './hard-cases/ledger.ts'

const { rows, constructs, unknown } = ledger()

test('every hard case has a fixture', () => {
  expect(rows.filter(({ fixtures }) => fixtures.length === 0).map(({ id, situation }) => `${id} ${situation}`)).toEqual([])
})

test('every reason that the outcome of a hard case names is shown by one of its fixtures', () => {
  expect(rows.flatMap(({ id, notShown }) => notShown.map((code) => `${id} [${code}]`))).toEqual([])
})

test('a fixture covers only hard cases that there are', () => {
  expect(unknown).toEqual([])
})

test('every construct stands in the input of a fixture', () => {
  expect(constructs.filter(({ fixtures }) => fixtures.length === 0).map(({ group, name }) => `${group}: ${name}`)).toEqual([])
})
