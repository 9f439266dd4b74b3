/** How declarations are written together. */
import { expect, test } from 'vitest'
import { parseFile } from '../parse/file.ts'
import { joinedAwaits } from './joined-awaits.ts'
import { layoutOf } from './layout.ts'

/** Joins all declarations of a text. */
function joined(text: string, gather?: string, file = '/a.ts'): string | undefined {
  const { program, comments, nodes } = parseFile(file, text)
  const items = program.body.flatMap((statement) =>
    statement.type !== 'VariableDeclaration'
      ? []
      : statement.declarations.flatMap(({ id, init }) =>
          init?.type === 'AwaitExpression' ? [{ statement, promise: init.argument, pattern: text.slice(id.start, id.end) }] : [],
        ),
  )
  const fixed = nodes.filter(({ type }) => type === 'TemplateElement')
  const edits = joinedAwaits({ text, kind: 'const', items, comments, fixed, gather })
  return edits && [...edits].reverse().reduce((at, { start, end, text: by }) => at.slice(0, start) + by + at.slice(end), text)
}

test.each([
  ['one line', 'const a = await f()\nconst b = await g()\n', 'const [a, b] = await Promise.all([f(), g()])\n'],
  ['semicolons', 'const a = await f();\nconst b = await g();\n', 'const [a, b] = await Promise.all([f(), g()]);\n'],
  [
    'comments',
    'const a = await f() // one\n// two\n\n/* three */\nconst b = await g() // four\n// five\n',
    'const [a, b] = await Promise.all([\n  f(), // one\n  // two\n  /* three */\n  g(), // four\n])\n// five\n',
  ],
  ['a comment in a promise', 'const a = await f(/* x */)\nconst b = await g()\n', 'const [a, b] = await Promise.all([f(/* x */), g()])\n'],
  [
    'several lines, and a template',
    'const a = await f({\n  x,\n})\nconst b = await g(`\n  y\n`)\n',
    'const [a, b] = await Promise.all([\n  f({\n    x,\n  }),\n  g(`\n  y\n`),\n])\n',
  ],
  [
    'our own markers go',
    'const a = await f()\n/* offloop: left alone [x]; y */ const b = await g()\n',
    'const [a, b] = await Promise.all([f(), g()])\n',
  ],
])('%s', (_, text, expected) => {
  expect(joined(text)).toBe(expected)
  // the parser gives templates of JavaScript another extent
  expect(joined(text, undefined, '/a.js')).toBe(expected)
})

test('with gather each is a function', () => {
  expect(joined('const a = await f()\nconst b = await g()\n', 'gather')).toBe('const [a, b] = await gather(() => f(), () => g())\n')
})

test('a comment between the words of a declaration has no place', () => {
  expect(joined('const a = await f()\nconst b = /* x */ await g()\n')).toBeUndefined()
})

test('the layout of a text: width, commas, line ends, indentation', () => {
  expect(layoutOf('f(\n    a,\n    b\n)\nf([\n    c\n])\n').lastComma).toBe('')
  expect(layoutOf('f(\n  a,\n)\n').lastComma).toBe(',')
  expect(layoutOf('').width).toBe(80)
  expect(layoutOf(`${'x'.repeat(110)}\n`).width).toBe(120)
  expect(layoutOf(`// ${'x'.repeat(110)}\n`).width).toBe(80)
  expect(layoutOf('f(\r\n\ta,\r\n)\r\n')).toMatchObject({ newline: '\r\n', indent: '\t' })
})
