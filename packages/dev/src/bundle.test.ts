/** Checks that threads start with what the compiler has written last: `npm run build` bundles it. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { bundleThread } from './bundle.ts'

test('the file that threads start with is fresh', async () => {
  const { file, text } = await bundleThread()
  expect(readFileSync(file, 'utf8') === text, 'run npm run build').toBe(true)
})
