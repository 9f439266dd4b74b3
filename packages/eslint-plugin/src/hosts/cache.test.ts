/** The real command with `--cache`: findings that depend on another file are not stale with `offloopSettings()`, and are without. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { folderOf } from '../lint-files.test.kit.ts'
import { findingsOf, runEslint, writeConfig } from './command.test.kit.ts'
import { mendedInvoice, releases, small, smallFindings } from './small-project.test.kit.ts'

describe.each(releases)('ESLint %s', (_release, requireFrom) => {
  const projectWith = (...elements: readonly string[]) => {
    const folder = folderOf(small)
    writeConfig(folder, ...elements)
    const lint = (...more: readonly string[]) => findingsOf(requireFrom, folder, ['--cache', '--cache-strategy', 'content', 'src', ...more])
    const save = (text: string) => writeFileSync(join(folder, 'src/invoice.js'), text)
    return { lint, save }
  }

  test('with offloopSettings(), a finding in a file that is unchanged goes and comes with its helper', () => {
    const { lint, save } = projectWith('{ settings: offloopSettings() }')
    expect(lint()).toEqual(smallFindings)
    save(mendedInvoice)
    expect(lint()).toEqual([])
    save(small['src/invoice.js'])
    expect(lint()).toEqual(smallFindings)
  })

  test('with offloopSettings(), the message in a file that is unchanged has the line that the helper has now', () => {
    const { lint, save } = projectWith('{ settings: offloopSettings() }')
    lint()
    save(`\n${small['src/invoice.js']}`)
    expect(lint()[0]).toContain('src/invoice.js:5')
  })

  test('without it the finding is stale: the limit that the README names', () => {
    const { lint, save } = projectWith()
    expect(lint()).toEqual(smallFindings)
    save(mendedInvoice)
    expect(lint()).toEqual(smallFindings.slice(0, 1))
  })

  test('with offloopSettings(), an edit without consequence keeps the cache of the other files', () => {
    const folder = folderOf(small)
    const create = '(context) => ({ Program() { console.error(`linted ${context.filename.split("/").at(-1)}`) } })'
    const told = `{ plugins: { told: { rules: { linted: { create: ${create} } } } }, rules: { 'told/linted': 'error' } }`
    writeConfig(folder, '{ settings: offloopSettings() }', told)
    // ESLint reads files side by side: which comes first is chance.
    const linted = () =>
      runEslint(requireFrom, folder, ['--cache', '--cache-strategy', 'content', 'src'])
        .stderr.match(/linted .*/gu)
        ?.toSorted()
    expect(linted()).toEqual(['linted app.js', 'linted invoice.js'])
    writeFileSync(join(folder, 'src/invoice.js'), `${small['src/invoice.js']}// end\n`)
    expect(linted()).toEqual(['linted invoice.js'])
    writeFileSync(join(folder, 'src/invoice.js'), `\n${small['src/invoice.js']}`)
    expect(linted()).toEqual(['linted app.js', 'linted invoice.js'])
  })
})
