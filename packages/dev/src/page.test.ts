import { expect, test } from 'vitest'
import type { ESLint } from 'eslint'
import { readPage } from './page.ts'
import { runExample } from './run-example.ts'

const plugin: ESLint.Plugin = {
  rules: {
    'no-shout': {
      meta: { schema: [{ type: 'object' }], hasSuggestions: true },
      create: (context) => ({
        Identifier(node) {
          const [options] = context.options
          const word = typeof options === 'object' && options !== null && 'word' in options ? options.word : 'SHOUT'
          if (node.name !== word) return
          context.report({
            node,
            message: `Do not ${node.name} here.`,
            suggest: [{ desc: 'Whisper', fix: (fixer) => fixer.replaceText(node, 'whisper') }],
          })
        },
      }),
    },
  },
}

const fence = '```'
const page = (section: string, ...fences: string[]): string =>
  `# offloop/no-shout\n\n## ${section}\n\nSome words.\n\n${fences.map((body) => `${fence}${body}\n${fence}\n`).join('\n')}`
const run = (text: string): Promise<string[]> => {
  const [example] = readPage(text).examples
  if (!example) throw new Error('the page has no example')
  return runExample(example, 'no-shout', plugin)
}

test('files with names that follow each other are one example, prose begins the next', () => {
  const text =
    page('Incorrect', 'ts src/a.ts\nSHOUT //~ Do not', 'json package.json\n{}', 'ts src/b.ts\nx') + '\nMore words.\n\n```js\ny\n```\n'
  const { title, sections, examples } = readPage(text)
  expect(title).toBe('offloop/no-shout')
  expect(sections).toEqual(['Incorrect'])
  expect(examples.map(({ title: words, files }) => [words, files.map(({ path }) => path)])).toEqual([
    ['Some words.', ['src/a.ts', 'package.json', 'src/b.ts']],
    ['More words.', ['example.js']],
  ])
  expect(examples[0]?.files[0]).toEqual({ path: 'src/a.ts', text: 'SHOUT\n', marks: [{ line: 1, fragment: 'Do not' }] })
})

test('an example whose marks and reports agree has no differences', async () => {
  expect(
    await run(page('Incorrect', 'ts src/a.ts\nconst n: number = 1\nSHOUT //~ Do not SHOUT', 'cjs b.cjs\nwith (x) SHOUT //~ SHOUT')),
  ).toEqual([])
})

test('a report without a mark and a mark without a report are differences', async () => {
  expect(await run(page('Incorrect', 'js\nSHOUT\nquiet //~ Do not'))).toEqual([
    'example.js:1 is reported without a mark: Do not SHOUT here.',
    'example.js:2 is marked "Do not" but no report there says so',
  ])
})

test('a correct example that reports, and one that has marks, are differences', async () => {
  expect(await run(page('Correct', 'js\nSHOUT'))).toHaveLength(1)
  expect(await run(page('Not reported', 'js\nSHOUT //~ Do not'))).toEqual([expect.stringContaining('must report nothing')])
  expect(await run(page('Incorrect', 'js\nquiet'))).toEqual([expect.stringContaining('marks what is reported')])
})

test('a file that does not parse is a difference', async () => {
  expect(await run(page('Correct', 'ts\nconst = 1'))).toEqual([expect.stringContaining('Parsing error')])
})

test('options apply to the example that follows', async () => {
  expect(await run(page('Options', 'json options\n{ "word": "YELL" }', 'js\nSHOUT\nYELL //~ YELL'))).toEqual([])
})

test('a suggestion is compared with what the page shows', async () => {
  expect(await run(page('Incorrect', 'js\nSHOUT //~ Do not', 'js suggestion\nwhisper'))).toEqual([])
  expect(await run(page('Incorrect', 'js\nSHOUT //~ Do not', 'js suggestion\nmurmur'))).toEqual([expect.stringContaining('whisper')])
})
