/** Checks the arithmetic of recall and precision. */
import { expect, test } from 'vitest'
import { figuresOf, percentOf } from './labels-figures.ts'
import { labels } from './labels.test.kit.ts'

test('calls are counted by verdict, and recall is about the loop alone', () => {
  const { calls, recall, reportedRecall } = figuresOf([labels])
  expect(calls).toEqual({ loop: 2, 'start-up': 1, elsewhere: 0, dead: 0 })
  expect(recall).toEqual({ part: 1, whole: 2 })
  expect(reportedRecall).toEqual({ part: 0, whole: 1 })
})

test('a call that was found and does not run on the loop adds nothing', () => {
  const elsewhere = labels.calls.map((call) => ({ ...call, verdict: 'elsewhere' as const, found: true }))
  const { recall } = figuresOf([{ ...labels, calls: elsewhere }])
  expect(recall).toEqual({ part: 0, whole: 0 })
  expect(percentOf(recall)).toBeNaN()
})

test('precision is that of all findings and of each rule', () => {
  const { precision, rules } = figuresOf([labels])
  expect(precision).toEqual({ part: 1, whole: 2 })
  expect([...rules]).toEqual([
    ['no-blocking-call', { part: 0, whole: 1 }],
    ['no-blocking-chain', { part: 1, whole: 1 }],
  ])
})

test('several servers are counted as one: a large one weighs more', () => {
  const large = { ...labels, findings: Array.from({ length: 8 }, () => labels.findings[0]!) }
  const { precision, calls } = figuresOf([labels, large])
  expect(percentOf(precision)).toBe(90)
  expect(calls.loop).toBe(4)
})
