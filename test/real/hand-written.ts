/** Published libraries that ship a sync and an async side, both written by hand: the async side is taken away, and the migration has to make it anew. */

export interface HandWritten {
  readonly name: string
  readonly version: string
  /** The file that holds both sides. */
  readonly file: string
  /** Functions that are taken away. */
  readonly removed: readonly string[]
  /** The name of what the migration makes, by that of the function written by hand; `default` is the module itself. */
  readonly twins: Readonly<Record<string, string>>
  /** Calls of functions written by hand, with arguments. Paths are below a folder with a few files in it. */
  readonly calls: readonly (readonly [name: string, ...args: unknown[]])[]
}

export const libraries: readonly HandWritten[] = [
  {
    name: 'load-json-file',
    version: '7.0.1',
    file: 'index.js',
    removed: ['loadJsonFile'],
    twins: { loadJsonFile: 'loadJsonFile' },
    calls: [
      ['loadJsonFile', 'package.json'],
      ['loadJsonFile', 'none.json'],
      ['loadJsonFile', 'letter.txt'],
    ],
  },
  {
    name: 'read-pkg',
    version: '10.1.0',
    file: 'index.js',
    removed: ['readPackage'],
    twins: { readPackage: 'readPackage' },
    calls: [
      ['readPackage', { cwd: '.' }],
      ['readPackage', { cwd: '.', normalize: false }],
      ['readPackage', { cwd: 'none' }],
    ],
  },
  {
    name: 'find-up-simple',
    version: '1.0.1',
    file: 'index.js',
    removed: ['findUp'],
    twins: { findUp: 'findUp' },
    calls: [
      ['findUp', 'package.json', { cwd: 'deep/deeper' }],
      ['findUp', 'deeper', { cwd: 'deep/deeper', type: 'directory' }],
      ['findUp', 'letter.txt', { cwd: 'deep/deeper', stopAt: 'deep' }],
      ['findUp', 'none.txt', { cwd: 'letter.txt' }],
    ],
  },
  {
    name: 'find-up',
    version: '8.0.0',
    file: 'index.js',
    removed: ['findUp', 'findUpMultiple'],
    twins: { findUp: 'findUp', findUpMultiple: 'findUpMultiple' },
    calls: [
      ['findUp', ['none.txt', 'letter.txt'], { cwd: 'deep/deeper' }],
      ['findUp', 'deep', { cwd: 'deep/deeper', type: 'directory' }],
      ['findUpMultiple', 'letter.txt', { cwd: 'deep/deeper' }],
      ['findUpMultiple', 'none.txt', { cwd: 'deep/deeper', limit: 1 }],
    ],
  },
  {
    name: 'path-exists',
    version: '5.0.0',
    file: 'index.js',
    removed: ['pathExists'],
    twins: { pathExists: 'pathExists' },
    calls: [
      ['pathExists', 'letter.txt'],
      ['pathExists', 'none.txt'],
      ['pathExists', 'letter.txt/none'],
    ],
  },
  {
    name: 'make-dir',
    version: '5.1.0',
    file: 'index.js',
    removed: ['makeDirectory'],
    twins: { makeDirectory: 'makeDirectory' },
    calls: [
      ['makeDirectory', 'a/b/c'],
      ['makeDirectory', 'a/b/c'],
      ['makeDirectory', 'letter.txt/d'],
    ],
  },
  {
    name: 'dir-glob',
    version: '3.0.1',
    file: 'index.js',
    removed: [],
    twins: { default: 'syncAsync' },
    calls: [
      ['default', 'deep'],
      ['default', ['deep', 'letter.txt', '!none'], { extensions: ['txt', 'md'] }],
      ['default', 'deep', { files: 'x' }],
    ],
  },
]
