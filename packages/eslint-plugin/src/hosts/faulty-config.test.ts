/** A configuration of the project that can't be used is said once, and the lint goes on with the shipped catalogue. */
import { describe, expect, test } from 'vitest'
import { folderOf } from '../lint-files.test.kit.ts'
import { runEslint, writeConfig } from './command.test.kit.ts'
import { releases, small, smallFindings } from './small-project.test.kit.ts'

const shapes: readonly [title: string, name: string, text: string, said: RegExp][] = [
  ['a list where an object belongs', 'offloop.config.mjs', 'export default []', /it is an array: use an object/u],
  ['a field of the wrong shape', 'offloop.config.mjs', `export default { apis: 'all' }`, /apis is "all": use an array/u],
  ['a field that is none', 'offloop.config.mjs', 'export default { api: [] }', /api is not a field: did you mean apis\?/u],
  ['an id that is not there', 'offloop.config.json', '{ "exclude": ["node:fs.nothing"] }', /node:fs\.nothing/u],
  ['a function', 'offloop.config.mjs', 'export default () => ({})', /it is a function: use an object/u],
  ['an error while it loads', 'offloop.config.mjs', `throw new Error('no luck')`, /can't be loaded \(no luck\)/u],
  ['text that does not parse', 'offloop.config.mjs', 'export default {', /can't be loaded/u],
  [
    'an import that is not there',
    'offloop.config.mjs',
    `import 'gone'\nexport default {}`,
    /can't be loaded \(Cannot find package 'gone'/u,
  ],
  ['JSON that is none', 'offloop.config.json', '{ "apis": ', /can't be loaded/u],
]

describe.each(releases)('ESLint %s', (release, requireFrom) => {
  test.each(shapes.slice(0, release === '10' ? undefined : 2))('%s is said once', (_title, name, text, said) => {
    const folder = folderOf({ ...small, [name]: text })
    // Two groups of files with settings of their own, so that the project is opened twice.
    writeConfig(folder, '{ settings: offloopSettings() }', `{ files: ['src/app.js'], settings: { offloop: { exclude: ['gone/**'] } } }`)
    const { status, stdout, stderr } = runEslint(requireFrom, folder, ['src'])
    const warnings = stderr.split('\n').filter((line) => line.includes('OffloopWarning'))
    expect(warnings).toEqual([expect.stringMatching(said)])
    expect(warnings[0]).toContain(name)
    expect([status, stdout.match(/offloop\/\S+/gu)?.length]).toEqual([1, smallFindings.length])
  })
})
