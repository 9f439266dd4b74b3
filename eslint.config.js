/** Lints this repository: our own rules on our own code, and who may import whom. */
import offloop from '@offloop/eslint-plugin'
import * as parser from '@typescript-eslint/parser'

/** What each published package may import of the others; dev, bench and test may import all, and nothing imports them. */
const mayImport = {
  catalog: [],
  analysis: ['catalog'],
  runtime: ['catalog'],
  'eslint-plugin': ['catalog', 'analysis'],
  codemods: ['catalog', 'analysis'],
}
const packages = [...Object.keys(mayImport), 'page', 'dev', 'bench']

/** Inside a package: what the modules of a folder must not import, and why. Types may go any way. */
const insidePackages = [
  ['analysis/src/parse', ['../summarise/**', '../join/**', '../ask/**'], 'parse <- summarise <- join <- ask'],
  ['analysis/src/summarise', ['../join/**', '../ask/**'], 'parse <- summarise <- join <- ask'],
  ['analysis/src/join', ['../ask/**'], 'parse <- summarise <- join <- ask'],
  ...['plan', 'rewrite', 'edit'].map((folder) => [
    `codemods/src/${folder}`,
    ['../cli/**', '../report/**', '../verify/**', '../write/**'],
    'planning and editing are pure: no disk, no terminal',
  ]),
  ...['report', 'verify', 'write'].map((folder) => [`codemods/src/${folder}`, ['../cli/**'], 'the command line stands on top']),
  [
    'runtime/src/threads',
    ['../sync-to-async.ts', '../async-to-sync.ts', '../views.ts', '../detect/**'],
    'public word -> threads -> channel',
  ],
  ['runtime/src/detect', ['**/sync-to-async.ts', '**/async-to-sync.ts', '**/views.ts', '**/threads/**'], 'the detector imports no bridge'],
]

const ofOtherPackages = { regex: `\\.\\./(?:${packages.join('|')})/(?:src|dist)/`, message: 'Import another package by its name.' }
const imports = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns: [ofOtherPackages, ...patterns] }] })
const named = (name) => {
  const others = packages.filter((other) => other !== name && !mayImport[name].includes(other))
  return {
    group: others.flatMap((other) => [`@offloop/${other}`, `@offloop/${other}/*`]),
    message: `${name} may import ${mayImport[name].join(', ') || 'no other package'}.`,
  }
}

export default [
  { ignores: ['**/dist/**', '**/node_modules/**', 'fixtures/**', 'coverage/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  { files: ['**/*.{ts,tsx}'], languageOptions: { parser } },
  { ...offloop.configs.recommended, files: ['packages/*/src/**/*.ts'], ignores: ['**/*.test.ts', '**/*.test.kit.ts'] },
  // A command line has one user, who waits for it; the detector writes before the process can die; a measurement blocks to see what it costs.
  {
    files: ['packages/codemods/src/{cli,verify}/**/*.ts', 'packages/runtime/src/{detect/**/*,testing/*}.ts', 'packages/bench/src/**/*.ts'],
    rules: { 'offloop/no-blocking-call': 'off', 'offloop/no-blocking-chain': 'off' },
  },
  ...Object.keys(mayImport).map((name) => ({ files: [`packages/${name}/src/**/*.ts`], rules: imports(named(name)) })),
  ...insidePackages.map(([folder, group, message]) => ({
    files: [`packages/${folder}/**/*.ts`],
    rules: imports(named(folder.split('/')[0]), { group, message: `${message}.`, allowTypeImports: true }),
  })),
  // Rules ask define-rule, the project and analysis; codemods ask the plan. They never import each other.
  {
    files: ['packages/eslint-plugin/src/rules/!(index|*.test).ts'],
    rules: imports(named('eslint-plugin'), { group: ['./*'], message: 'A rule does not import another rule.' }),
  },
  {
    files: ['packages/codemods/src/codemods/!(index|*.test).ts'],
    rules: imports(named('codemods'), { group: ['./*'], message: 'A codemod does not import another codemod.' }),
  },
]
