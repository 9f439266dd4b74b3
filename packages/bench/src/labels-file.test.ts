/** Checks that label files are read as they are meant, and that what is wrong is named by file and field. */
import { expect, test } from 'vitest'
import { labelsText, parseLabels } from './labels-file.ts'
import { labels } from './labels.test.kit.ts'

const file = 'labels/someone+server.json'

function problemsOf(change: (copy: { [key: string]: never }) => void, name = file): string[] {
  const copy = JSON.parse(labelsText(labels)) as { [key: string]: never }
  change(copy)
  try {
    parseLabels(JSON.stringify(copy), name)
    return []
  } catch (error) {
    return (error as Error).message.split('\n')
  }
}

test('what was written is read again, with fields that nobody asks for', () => {
  const more = { ...labels, fatal: 0 }
  expect(parseLabels(labelsText(more), file)).toEqual(more)
})

test('each wrong field has a line', () => {
  const problems = problemsOf((copy) => {
    Object.assign(copy, { commit: 'main', files: 0, folder: ' ' })
    Object.assign(copy['calls']![0]!, { tier: 'fiel', place: '/src/app.js:3' })
    Object.assign(copy['calls']![1]!, { verdict: 'never', reason: undefined })
    Object.assign(copy['findings']![0]!, { rule: 'offloop/no-blocking-chain', verdict: 'true', place: 'src/app.js' })
  })
  const place = 'should be a place as "server/auth.js:12", from the root of the repository'
  expect(problems).toEqual(
    [
      'commit: "main" should be 40 hexadecimal digits',
      'folder: " " should be a line of text',
      'files: 0 should be a whole number above zero',
      `calls[0].place: "/src/app.js:3" ${place}`,
      'calls[0].tier: "fiel" should be one of spawn, cpu, file, database, metadata, wait',
      'calls[1].verdict: "never" should be one of loop, start-up, elsewhere, dead',
      'calls[1].reason: nothing should be a line of text',
      `findings[0].place: "src/app.js" ${place}`,
      'findings[0].rule: "offloop/no-blocking-chain" should be the name of a rule, without "offloop/"',
      'findings[0].verdict: "true" should be true or false',
    ].map((line) => `${file}: ${line}`),
  )
})

test('only calls on the loop have to say whether they were found', () => {
  expect(problemsOf((copy) => delete copy['calls']![1]!['found'])).toEqual([`${file}: calls[1].found: nothing should be true or false`])
  expect(problemsOf((copy) => delete copy['calls']![0]!['found'])).toEqual([])
})

test.each(['src/app.js:12', 'a b/(shop)/page.tsx:1', 'src/..dots/.hidden.js:3'])('%s is a place', (place) => {
  expect(problemsOf((copy) => Object.assign(copy['calls']![0]!, { place }))).toEqual([])
})

test.each(['../app.js:1', 'src/../app.js:1', 'src\\app.js:1', './app.js:1', 'src/app.js:0', 'src/app.js:1:2x'])('%s is none', (place) => {
  expect(problemsOf((copy) => Object.assign(copy['calls']![0]!, { place }))).toHaveLength(1)
})

test('lists, the whole, the name and the syntax are checked', () => {
  expect(problemsOf((copy) => delete copy['findings'])).toEqual([`${file}: findings: nothing should be a list`])
  expect(problemsOf((copy) => Object.assign(copy, { calls: [7] }))).toEqual([`${file}: calls[0]: 7 should be an object`])
  expect(problemsOf(() => undefined, 'labels/other.json')).toEqual([
    'labels/other.json: repository: "someone/server" belongs into a file called someone+server.json',
  ])
  expect(() => parseLabels('[]', file)).toThrow(`${file}: the file: [] should be an object`)
  expect(() => parseLabels('null', file)).toThrow(`${file}: the file: null should be an object`)
  expect(() => parseLabels('{', file)).toThrow(`${file}: not JSON: `)
})
