/** For tests: a rule's cases, one line or a few each, of which a rule has at least fifteen of both kinds. */
import { describe, expect, test } from 'vitest'
import { checkFiles } from './lint-files.test.kit.ts'
import type { Files, LintOptions } from './lint-files.test.kit.ts'
import { suggestedErrors } from './suggestions.test.kit.ts'

/** What varies, the text of `src/app.ts` (or several files), and how it is linted. Reported lines end with `//~ fragment of the message`. */
export type Case = readonly [title: string, text: string | Files, how?: LintOptions]

/** Registers the cases as tests. */
export function ruleCases(rule: string, { invalid, valid }: { readonly invalid: readonly Case[]; readonly valid: readonly Case[] }): void {
  const filesOf = (text: string | Files): Files => (typeof text === 'string' ? { 'src/app.ts': text } : text)
  const isMarked = ([, text]: Case): boolean => Object.values(filesOf(text)).some((each) => each.includes('//~ '))

  test('has cases enough, marked where something is reported', () => {
    expect([invalid.length, valid.length].every((count) => count >= 15)).toBe(true)
    expect([invalid.filter((each) => !isMarked(each)), valid.filter(isMarked)].flat().map(([title]) => title)).toEqual([])
  })
  test('what it suggests compiles', () => {
    const errors = suggestedErrors(
      rule,
      invalid.map(([title, text, how]) => [title, filesOf(text), how] as const),
    )
    expect(errors).toEqual([])
  })
  describe('reported', () => {
    for (const [title, text, how] of invalid) test(title, () => checkFiles(rule, filesOf(text), how))
  })
  describe('not reported', () => {
    for (const [title, text, how] of valid) test(title, () => checkFiles(rule, filesOf(text), how))
  })
}
