/** The runtime is added to package.json files of every shape, and nothing else in them changes. */
import { expect, test } from 'vitest'
import { applyEdits } from '../edit/apply.ts'
import { dependencyEdit } from './manifest.ts'

function added(text: string): string {
  const edit = dependencyEdit(text)
  if (!edit || edit === 'unreadable') throw new Error(String(edit))
  return applyEdits(text, [edit])
}

const own = '"@offloop/runtime": "^0.1.0"'

test.each([
  [
    'in its place in a sorted list',
    '{\n  "dependencies": {\n    "@acme/a": "1",\n    "b": "2"\n  }\n}\n',
    `{\n  "dependencies": {\n    "@acme/a": "1",\n    ${own},\n    "b": "2"\n  }\n}\n`,
  ],
  ['before all of a sorted list', '{ "dependencies": { "b": "2" } }', `{ "dependencies": { ${own}, "b": "2" } }`],
  [
    'at the end of a list that is not sorted',
    '{\n\t"dependencies": {\n\t\t"b": "2",\n\t\t"a": "1"\n\t}\n}',
    `{\n\t"dependencies": {\n\t\t"b": "2",\n\t\t"a": "1",\n\t\t${own}\n\t}\n}`,
  ],
  ['to an empty list', '{\r\n    "dependencies": {}\r\n}\r\n', `{\r\n    "dependencies": {\r\n        ${own}\r\n    }\r\n}\r\n`],
  ['to an empty list in one line', '{ "dependencies": {} }\n', `{ "dependencies": { ${own} } }\n`],
  [
    'before the development dependencies',
    '{\n  "name": "a",\n  "devDependencies": {}\n}',
    `{\n  "name": "a",\n  "dependencies": {\n    ${own}\n  },\n  "devDependencies": {}\n}`,
  ],
  ['at the end', '{\n  "name": "a"\n}\n', `{\n  "name": "a",\n  "dependencies": {\n    ${own}\n  }\n}\n`],
  ['at the end of one line', '{"name":"a"}', `{"name":"a","dependencies": { ${own} }}`],
  ['to nothing', '{}', `{ "dependencies": { ${own} } }`],
  ['behind a byte order mark', '\uFEFF{ "dependencies": { "b": "2" } }', `\uFEFF{ "dependencies": { ${own}, "b": "2" } }`],
])('%s', (_title, before, after) => {
  expect(added(before)).toBe(after)
  expect(dependencyEdit(after)).toBeUndefined()
})

test.each(['dependencies', 'peerDependencies', 'optionalDependencies'])('nothing where it is among the %s', (list) => {
  expect(dependencyEdit(JSON.stringify({ [list]: { '@offloop/runtime': '*' } }))).toBeUndefined()
})

test.each(['', '[]', '{ "name": }', '{ "dependencies": [] }', '{ "dependencies": null, "name": "a" }'])('%j is left alone', (text) => {
  expect(dependencyEdit(text)).toBe('unreadable')
})
