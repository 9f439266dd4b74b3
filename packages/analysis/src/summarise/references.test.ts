/** Which identifiers mention a binding, and which. */
import { expect, test } from 'vitest'
import { parseFile } from '../parse/file.ts'
import { buildReferences } from './references.ts'
import { buildScopes } from './scopes.ts'

function mentionsOf(text: string, name: string): string[] {
  const parsed = parseFile('main.tsx', text)
  const scopes = buildScopes(parsed)
  const references = buildReferences(parsed, scopes)
  return references.mentions
    .filter((each) => each.name === name)
    .map((each) => {
      const id = references.bindingOf(each)
      return `${each.start}>${id === undefined ? 'free' : scopes.declarations[id]!.start}`
    })
}

test.each([
  ['keys, members and labels are none', 'const a = 1; x.a; ({ a: 2 }); a: for (;;) break a; class C { a() {} }', ['6>6']],
  ['a shorthand is one', 'const a = 1; ({ a })', ['6>6', '16>6']],
  ['the name of another module is none', "import { a as b } from 'm'; export { b as a }", []],
  ['what is exported is one', 'const a = 1; export { a as b }', ['6>6', '22>6']],
  ['writes and patterns are', 'let a; a = 1; [a] = []; ({ k: a } = {})', ['4>4', '7>4', '15>4', '30>4']],
  ['an inner binding of the same name is another', 'const a = 1; function f(a) { return a }', ['6>6', '24>24', '36>24']],
  ['the name of a function is seen from around it', 'function a(a) { return a } a()', ['9>9', '11>11', '23>11', '27>9']],
  ['types and elements are', 'class a {} let x: a; class B {} ; <a/>', ['6>6', '18>6']],
  ['a parameter of a function type is none', 'type F = (a: number) => void', []],
  ['what nobody declares is free', 'a()', ['0>free']],
])('%s', (_title, text, expected) => {
  expect(mentionsOf(text, 'a')).toEqual(expected)
})

test('elements with a capital, and objects of member elements, are mentions', () => {
  expect(mentionsOf('const A = 1; <A><A.b/></A>', 'A')).toEqual(['6>6', '14>6', '17>6', '24>6'])
})

test('the mentions of a binding hold its declaration', () => {
  const parsed = parseFile('main.js', 'let a = 1\na++\n{ let a }')
  const scopes = buildScopes(parsed)
  expect(
    buildReferences(parsed, scopes)
      .of(scopes.lookup('a', parsed.program)!)
      .map(({ start }) => start),
  ).toEqual([4, 10])
})
