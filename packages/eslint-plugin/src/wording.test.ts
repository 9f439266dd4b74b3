/** Tests of the words for remedies and roots. */
import { remedyText } from '@offloop/catalog'
import type { BlockingApi } from '@offloop/catalog'
import { expect, test } from 'vitest'
import { calleeText, rootText } from './wording.ts'

const api: BlockingApi = {
  ...{ id: 'node:fs.readFileSync', module: 'node:fs', name: 'readFileSync', tier: 'file', effect: 'read' },
  ...{ remedy: 'await', source: 'https://nodejs.org/api/fs.html' },
}
const place = { file: '/app/a.ts', start: 0, end: 1, line: 1, column: 1 }

test('the remedy names the twin and its module, or a thread', () => {
  const twin = (form: 'same' | 'promisify' | 'manual', note?: string) => ({ module: 'm', name: 'f', form, ...(note && { note }) })
  expect(remedyText({ ...api, twin: twin('same') })).toBe('`f` of `m`')
  expect(remedyText({ ...api, twin: twin('promisify') })).toBe('`f` of `m` through `promisify`')
  expect(remedyText({ ...api, twin: twin('manual', 'Takes a stream.') })).toBe('`f` of `m` (takes a stream)')
  expect(remedyText({ ...api, remedy: 'offload' })).toBe('`syncToAsync` (it has no async twin)')
  expect(remedyText({ ...api, remedy: 'offload', threadSensitive: true })).toBe('`syncToAsync` with the thread that owns the handle')
})

test('the root is said as a person says it', () => {
  expect(rootText({ kind: 'handler', framework: 'Koa', name: 'GET /', place })).toBe('Koa handler `GET /`')
  expect(rootText({ kind: 'handler', name: 'GET /', place })).toBe('handler `GET /`')
  expect(rootText({ kind: 'async', name: 'load', place })).toBe('async function `load`')
  expect(rootText({ kind: 'listener', name: 'listener of "data"', place })).toBe('`listener of "data"`')
})

test('a callee stays on one line', () => {
  expect(calleeText('fs\n  .readFileSync')).toBe('fs .readFileSync')
  expect(calleeText('x'.repeat(80))).toHaveLength(60)
})
