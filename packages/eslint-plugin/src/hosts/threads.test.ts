/** The real command with `--concurrency`: the same findings as in one thread. */
import { describe, expect, test } from 'vitest'
import { folderOf } from '../lint-files.test.kit.ts'
import { findingsOf, runEslint, writeConfig } from './command.test.kit.ts'
import { everything, releases, small, smallFindings } from './small-project.test.kit.ts'

/** `--concurrency` came with 9.34. */
const withThreads = releases.filter(([release]) => release !== '9.15')

/** Enough files for each thread to get some: twenty handlers that call one helper. */
const many = {
  ...small,
  'src/everything.js': everything,
  ...Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`src/app${at}.js`, small['src/app.js']])),
}

describe.each(withThreads)('ESLint %s', (_release, requireFrom) => {
  test.each([
    ['the preset alone', []],
    ['offloopSettings()', ['{ settings: offloopSettings() }']],
  ])('two threads find what one finds, with %s', (_config, elements) => {
    const folder = folderOf(many)
    writeConfig(folder, ...elements)
    const alone = findingsOf(requireFrom, folder, ['src'])
    expect(alone).toEqual(expect.arrayContaining([...smallFindings]))
    expect(alone.length).toBeGreaterThan(21)
    expect(findingsOf(requireFrom, folder, ['src', '--concurrency', '2'])).toEqual(alone)
  })

  test('two threads and the cache find what one finds, before and after', () => {
    const folder = folderOf(many)
    writeConfig(folder, '{ settings: offloopSettings() }')
    const alone = findingsOf(requireFrom, folder, ['src'])
    const both = () => findingsOf(requireFrom, folder, ['src', '--concurrency', '2', '--cache', '--cache-strategy', 'content'])
    expect([both(), both()]).toEqual([alone, alone])
  })

  test('a thread does not keep the command from ending', () => {
    const folder = folderOf(many)
    writeConfig(folder)
    expect(runEslint(requireFrom, folder, ['src', '--concurrency', '2', '--quiet']).status).toBe(1)
  })
})
