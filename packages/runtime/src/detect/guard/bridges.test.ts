/** Checks that the guard lets the bridges start threads: they look for files of their own, on the loop. */
import { createRequire } from 'node:module'
import { afterEach, expect, test } from 'vitest'
import { stopWatching, watch } from '../in-process.test.kit.ts'

const require = createRequire(import.meta.url)
const { shutdown, syncToAsync } = require('@offloop/runtime') as typeof import('@offloop/runtime')
const { add } = require('../../../../../fixtures/threads/work.mjs') as { add: (a: number, b: number) => number }
afterEach(async () => {
  stopWatching()
  await shutdown()
})

test('a first call on a thread is neither refused nor reported', async () => {
  const { ids } = watch({ mode: 'throw' })
  expect(await syncToAsync(add)(1, 2)).toBe(3)
  expect(ids()).toEqual([])
})
