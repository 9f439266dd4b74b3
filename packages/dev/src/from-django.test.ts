/** Checks docs/from-django.md: every example is on it, its links lead somewhere, and every name that it gives as ours exists. */
import offloop from '@offloop/eslint-plugin'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { exampleNames } from './django/example.ts'
import { textOf } from './house/files.ts'
import { root } from './root.ts'

const page = textOf('docs/from-django.md')
/** Rows of the tables above the examples: theirs, ours, a remark. */
const rows = page
  .slice(0, page.indexOf('## What has no counterpart'))
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.includes('---'))
  .map((line) => line.slice(2, -1).split(' | '))
const exported = new Set([...textOf('packages/runtime/api.md').matchAll(/^### (\w+)$/gmu)].map(([, name]) => name))
/** What the language, Node and our own options are called. */
const others = new Set(
  'await async for setTimeout AbortSignal Promise fetch node body executor maxBody maxHeaders request response error chain offloop ws'.split(
    ' ',
  ),
)

test('every example is linked, and every link leads to a folder', () => {
  const links = [...page.matchAll(/\]\(\.\.\/([^)]+)\)/gu)].map(([, path]) => path ?? '')
  expect(exampleNames.filter((name) => !links.includes(`fixtures/apps/django-${name}`))).toEqual([])
  expect(links.filter((path) => !existsSync(join(root, path)))).toEqual([])
})

test('every name in the column of ours is exported, a rule, a setting, or known', () => {
  const spans = rows.flatMap(([, ours = '']) => [...ours.matchAll(/`([^`]+)`/gu)].map(([, code]) => code ?? ''))
  expect(spans.length).toBeGreaterThan(30)
  const settings = textOf('packages/runtime/docs/detector.md')
  const isKnown = (code: string): boolean => {
    if (/^no-[\w-]+$/u.test(code)) return code in offloop.rules
    if (/^OFFLOOP_\w+/u.test(code)) return settings.includes(code)
    const words = [/^(?:new )?(\w+)/u.exec(code)?.[1] ?? '', ...[...code.matchAll(/(?<![\w.])(\w+)\(/gu)].map(([, called]) => called ?? '')]
    return words.every((word) => exported.has(word) || others.has(word))
  }
  expect(spans.filter((code) => !isKnown(code))).toEqual([])
})

test('the README leads to the page', () => {
  expect(textOf('README.md')).toContain('(docs/from-django.md)')
})
