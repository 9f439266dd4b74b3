/** Checks what is held against labels: which calls count as found, and which findings have no label. */
import { expect, test } from 'vitest'
import type { LabelledCall } from './labels-file.ts'
import { compare } from './labels-live.ts'
import type { Live } from './labels-live.ts'
import { labels } from './labels.test.kit.ts'

const chain = '`load` blocks the event loop (waits): `GET /page -> load -> readFileSync (src/app.js:5)`. Use `readFile`.'
const call = { place: 'src/app.js:5', api: 'node:fs.readFileSync', reach: 'loop' } as const

function foundWith(live: Partial<Live>, change: Partial<LabelledCall> = {}): boolean | undefined {
  const calls = [{ ...labels.calls[1]!, ...change }]
  return compare({ ...labels, calls }, { findings: [], calls: [], fatal: [], ...live }).labels.calls[0]?.found
}

test('a call of a reported tier is found where the index has it on the loop and a finding names it', () => {
  const findings = [{ place: 'src/app.js:9', rule: 'no-blocking-chain', message: chain }]
  expect(foundWith({ calls: [call], findings })).toBe(true)
  expect(foundWith({ calls: [call], findings: [{ place: 'src/app.js:5', rule: 'no-blocking-call', message: 'blocks' }] })).toBe(true)
  expect(foundWith({ calls: [call], findings: [{ place: 'src/app.js:9', rule: 'no-awaited-blocking', message: chain }] })).toBe(true)
  expect(foundWith({ calls: [call] })).toBe(false)
  expect(foundWith({ calls: [{ ...call, reach: 'start-up' }], findings })).toBe(false)
  expect(foundWith({ calls: [{ ...call, api: 'node:fs.writeFileSync' }], findings })).toBe(false)
  expect(foundWith({ findings })).toBe(false)
  expect(foundWith({ calls: [call], findings: [{ place: 'src/app.js:5', rule: 'no-busy-wait', message: 'waits' }] })).toBe(false)
})

test('a finding names every line of what it reports', () => {
  const finding = { place: 'src/app.js:4', rule: 'no-blocking-call', message: 'blocks' }
  expect(foundWith({ calls: [call], findings: [{ ...finding, endLine: 5 }] })).toBe(true)
  expect(foundWith({ calls: [call], findings: [finding] })).toBe(false)
})

test('one of other tiers is found where the index has it on the loop', () => {
  expect(foundWith({ calls: [call] }, { tier: 'database' })).toBe(true)
  expect(foundWith({ calls: [{ ...call, reach: 'unreached' }] }, { tier: 'database' })).toBe(false)
})

test('of two calls on a line the one on the loop counts', () => {
  const twice = [call, { ...call, reach: 'start-up' as const }]
  expect(foundWith({ calls: twice }, { tier: 'wait' })).toBe(true)
  expect(foundWith({ calls: twice.toReversed() }, { tier: 'wait' })).toBe(true)
})

test('a call elsewhere says nothing new unless it said something before', () => {
  expect(foundWith({ calls: [call] }, { verdict: 'loop' })).toBe(false)
  const [startUp] = compare(labels, { findings: [], calls: [], fatal: [] }).labels.calls
  expect(startUp).toEqual(labels.calls[0])
})

test('findings that are gone are dropped, and those without a label are listed', () => {
  const unknown = { place: 'src/app.js:11', rule: 'no-blocking-chain', message: 'other' }
  const known = { place: 'src/app.js:9', rule: 'no-blocking-chain', message: chain }
  const now = compare(labels, { findings: [known, known, unknown], calls: [], fatal: [] })
  expect(now.labels.findings).toEqual([labels.findings[0]])
  expect(now.unlabelled).toEqual([unknown])
})
