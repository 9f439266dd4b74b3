/** The real command with bulk suppressions: what is suppressed stays so while lines move, here and in the helper. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { folderOf } from '../lint-files.test.kit.ts'
import { runEslint, writeConfig } from './command.test.kit.ts'
import { mendedInvoice, releases, small } from './small-project.test.kit.ts'

/** Bulk suppressions came with 9.24. */
const withSuppressions = releases.filter(([release]) => release !== '9.15')
const app = small['src/app.js']
const invoice = small['src/invoice.js']

describe.each(withSuppressions)('ESLint %s', (_release, requireFrom) => {
  const suppressed = () => {
    const folder = folderOf(small)
    writeConfig(folder)
    const run = (...args: readonly string[]) => runEslint(requireFrom, folder, ['src', ...args]).status
    const save = (path: keyof typeof small, text: string) => writeFileSync(join(folder, path), text)
    const file = join(folder, 'eslint-suppressions.json')
    const counts = (): unknown => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {})
    expect([run(), run('--suppress-all'), run()]).toEqual([1, 0, 0])
    return { run, save, counts }
  }
  const counted = {
    'src/app.js': { 'offloop/no-blocking-chain': { count: 1 } },
    'src/invoice.js': { 'offloop/no-blocking-call': { count: 1 } },
  }

  test('a chain counts in the file of the handler, a call in its own', () => {
    expect(suppressed().counts()).toEqual(counted)
  })

  test('lines above the call, and other lines in the helper, make no new errors', () => {
    const { run, save, counts } = suppressed()
    save('src/app.js', `// one\n// two\n${app}`)
    expect(run()).toBe(0)
    save('src/invoice.js', `// one\n// two\n// three\n${invoice}`)
    expect([run(), run('--suppress-all'), counts()]).toEqual([0, 0, counted])
  })

  test('another function between the handler and what blocks makes no new errors', () => {
    const { run, save } = suppressed()
    save(
      'src/invoice.js',
      `${invoice.replace('return readFileSync(name', 'return read(name').replace('return readFileSync(name', '')}function read(name) {\n  return readFileSync(name, 'utf8')\n}\n`,
    )
    expect(run()).toBe(0)
  })

  test('a second handler that calls the helper is an error', () => {
    const { run, save } = suppressed()
    save('src/app.js', `${app}express().get('/again', (req, res) => {\n  res.send(invoice('2027'))\n})\n`)
    expect(run()).toBe(1)
  })

  test('what was mended has to be pruned, and is', () => {
    const { run, save, counts } = suppressed()
    save('src/invoice.js', mendedInvoice)
    expect([run(), run('--prune-suppressions'), counts(), run()]).toEqual([2, 0, {}, 0])
  })
})
