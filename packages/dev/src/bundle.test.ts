/** Checks that bundles are made of what the compiler has written last: `npm run build` makes them. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { makeBundles } from './bundle.ts'

test('every bundle is fresh', async () => {
  const stale = (await makeBundles()).filter(({ file, text }) => text === '' || readFileSync(file, 'utf8') !== text)
  expect(
    stale.map(({ file }) => file),
    'run npm run build',
  ).toEqual([])
})
