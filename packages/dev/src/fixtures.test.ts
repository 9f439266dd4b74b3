import { expect, test } from 'vitest'
import { fixtureCases } from './fixture-cases.ts'
import { runFixture } from './fixture.ts'

test.each(fixtureCases().map(({ name, folder }) => [name, folder] as const))(
  '%s',
  async (_name, folder) => {
    expect(await runFixture(folder, { bless: process.env['BLESS'] === '1' })).toEqual([])
  },
  300_000,
)
