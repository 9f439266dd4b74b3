import { expect, test } from 'vitest'
import { undocumentedNames } from './public-names.ts'

const missingIn = (text: string): string[] => undocumentedNames('a.ts', text)

test('exported declarations without a docstring are named, others are not', () => {
  const text = [
    '/** What this module answers. */',
    "import { x } from './x.ts'",
    'export const bare = x',
    '/** Doc. */',
    'export function told(): void {}',
    'export interface Bare {}',
    'function inner(): void { told() }',
    "export { y } from './y.ts'",
    'export default inner',
  ].join('\n')
  expect(missingIn(text)).toEqual(['a.ts: bare', 'a.ts: Bare'])
})

test('a module without a first sentence is named', () => {
  expect(missingIn('export {}')).toEqual(['a.ts: module'])
  expect(missingIn('#!/usr/bin/env node\n/** Runs it. */\nexport {}')).toEqual([])
})

test('one docstring serves all signatures of a function', () => {
  const text =
    '/** M. */\nimport x from "x"\n/** Doc. */\nexport function f(a: string): void\nexport function f(a: number): void\nexport function f(): void { x() }\n'
  expect(missingIn(text)).toEqual([])
})
