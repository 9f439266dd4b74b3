/** Tests of the chain's one line. */
import type { Chain, Place } from '@offloop/analysis'
import { expect, test } from 'vitest'
import { chainText } from './chain-message.ts'

const place = (file: string, line: number): Place => ({ file: `/app/${file}`, line, column: 1, start: line * 10, end: line * 10 + 5 })

const handler = { kind: 'handler', name: 'GET /report', framework: 'Express', place: place('src/app.ts', 3) } as const

test('names each step and where the blocking call is', () => {
  const chain: Chain = { root: handler, steps: [step('load', 'src/app.ts', 4), step('readFileSync', 'src/load.ts', 12)] }
  expect(chainText(chain, '/app')).toBe('GET /report -> load -> readFileSync (src/load.ts:12)')
})

test('does not name the root twice when the first step is where it begins', () => {
  const chain: Chain = { root: handler, steps: [{ name: 'getReport', place: handler.place }, step('readFileSync', 'src/app.ts', 5)] }
  expect(chainText(chain, '/app')).toBe('GET /report -> readFileSync (src/app.ts:5)')
})

test('prints five names in full and shows both ends of more', () => {
  const steps = ['a', 'b', 'c', 'd', 'e', 'f'].map((name, at) => step(name, `src/${name}.ts`, at + 1))
  expect(chainText({ root: handler, steps: steps.slice(2) }, '/app')).toBe('GET /report -> c -> d -> e -> f (src/f.ts:6)')
  expect(chainText({ root: handler, steps }, '/app')).toBe('GET /report -> a -> … 3 more … -> e -> f (src/f.ts:6)')
})

function step(name: string, file: string, line: number) {
  return { name, place: place(file, line) }
}
