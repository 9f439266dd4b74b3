import { ESLint } from 'eslint'
import { expect, test } from 'vitest'
import { root } from '../root.ts'

const forbidden = [
  ['packages/runtime/src/x.ts', '@offloop/analysis'],
  ['packages/analysis/src/x.ts', '../../catalog/src/entry.ts'],
  ['packages/eslint-plugin/src/x.ts', '@offloop/codemods'],
  ['packages/codemods/src/x.ts', '@offloop/eslint-plugin'],
  ['packages/catalog/src/x.ts', '@offloop/dev/pack'],
  ['packages/analysis/src/parse/x.ts', '../ask/chains.ts'],
  ['packages/codemods/src/plan/x.ts', '../write/files.ts'],
  ['packages/runtime/src/detect/x.ts', '../sync-to-async.ts'],
  ['packages/eslint-plugin/src/rules/no-x.ts', './no-y.ts'],
  ['packages/codemods/src/codemods/x-to-y.ts', './y-to-z.ts'],
] as const
const allowed = [
  ['packages/analysis/src/ask/x.ts', '../parse/walk.ts'],
  ['packages/eslint-plugin/src/rules/no-x.ts', '../define-rule.ts'],
  ['packages/codemods/src/x.ts', '@offloop/analysis'],
  ['packages/dev/src/x.ts', '@offloop/runtime'],
] as const

const eslint = new ESLint({ cwd: root })
const rulesOf = async (path: string, specifier: string): Promise<(string | null)[]> => {
  const results = await eslint.lintText(`import '${specifier}'\n`, { filePath: `${root}/${path}` })
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => ruleId ?? message))
}

test.each(forbidden)('%s must not import %s', async (path, specifier) => {
  expect(await rulesOf(path, specifier)).toEqual(['no-restricted-imports'])
})

test.each(allowed)('%s may import %s', async (path, specifier) => {
  expect(await rulesOf(path, specifier)).toEqual([])
})
