/** Checks that the codemod makes of each example what is kept beside it, and what the lint says before and after. */
import { copyExample, exampleNames, formsOf, migrateExample, migratedFolder } from '@offloop/dev/django/example'
import { lintFolder } from '@offloop/dev/demo/lint'
import { readTree, treeDifferences } from '@offloop/dev/tree'
import { describe, expect, test } from 'vitest'

/** What the codemod leaves: the calls of a database have no async form. */
const kept: Readonly<Record<string, readonly string[]>> = { orm: ['no-twin', 'no-twin'] }

/** What the lint still says of the forms that don't block any more. */
const left: Readonly<Record<string, readonly string[]>> = {
  'bank migrated': ['offloop/no-stale-write-after-await', 'offloop/no-stale-write-after-await'],
  'current-user migrated': ['offloop/no-module-request-state'],
  'orm any-thread': ['offloop/require-thread-sensitive'],
  'forgotten-await forgotten': ['offloop/no-dropped-combinator'],
}

async function rulesIn(name: string, form: string): Promise<string[]> {
  const subject = copyExample(name, form)
  try {
    return (await lintFolder(subject.folder)).map((each) => each.rule)
  } finally {
    subject.remove()
  }
}

test('there are ten examples', () => {
  expect(exampleNames).toHaveLength(10)
})

describe.each(exampleNames)('%s', (name) => {
  test('the codemod gives the migrated form, touches nothing else, and keeps only what has no async form', async () => {
    const { report, changed, outside } = await migrateExample(name)
    expect(report.exitCode, report.output).toBe(0)
    expect(treeDifferences(readTree(migratedFolder(name)), changed)).toEqual([])
    expect(outside).toEqual([])
    expect(report.sites.flatMap((each) => (each.wall ? [each.wall.reason] : []))).toEqual(kept[name] ?? [])
  })

  // The calls of a database are the business of a rule that is turned on by name.
  test.runIf(name !== 'orm')('the lint names the blocking calls in both frameworks', async () => {
    const rules = await rulesIn(name, 'sync')
    expect(rules.filter((rule) => /^offloop\/no-blocking-(?:call|chain)$/u.test(rule)).length).toBeGreaterThanOrEqual(2)
  })

  test.each(Object.keys(formsOf(name)))(
    '%s: the lint finds no blocking call, and nothing else but what the form is to show',
    async (form) => {
      expect(await rulesIn(name, form)).toEqual(left[`${name} ${form}`] ?? [])
    },
  )
})
