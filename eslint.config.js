/** Lints this repository: our own rules on our own code, and who may import whom. */
import offloop from '@offloop/eslint-plugin'
import * as parser from '@typescript-eslint/parser'

/** What each package may import of the others; the test packages may import all. */
const mayImport = {
  catalog: [],
  analysis: ['catalog'],
  runtime: ['catalog'],
  'eslint-plugin': ['catalog', 'analysis'],
  codemods: ['catalog', 'analysis'],
}
const packages = [...Object.keys(mayImport), 'dev', 'bench']

/** Folders of a package in the order of its pipeline: each may import those before it, never those after it. */
const stages = {
  analysis: ['parse', 'summarise', 'join', 'ask'],
}

const forbid = (group, message, more = {}) => ({ group, message, ...more })
const relativeToPackage = forbid(packages.map((name) => `**/../${name}/**`), 'Import another package by its name.')
const imports = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns: [relativeToPackage, ...patterns] }] })

const betweenPackages = Object.entries(mayImport).map(([name, allowed]) => {
  const others = packages.filter((other) => other !== name && !allowed.includes(other))
  return { from: name, pattern: forbid(others.flatMap((other) => [`@offloop/${other}`, `@offloop/${other}/*`]), `${name} may import ${allowed.join(', ') || 'no other package'}.`) }
})

export default [
  { ignores: ['**/dist/**', '**/node_modules/**', 'fixtures/**', 'coverage/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  { files: ['**/*.ts'], languageOptions: { parser } },
  { ...offloop.configs.recommended, files: ['packages/*/src/**/*.ts'], ignores: ['**/*.test.ts', '**/*.test.kit.ts'] },
  // A measurement blocks on purpose, to see what it costs.
  { files: ['packages/bench/src/**/*.ts'], rules: { 'offloop/no-blocking-call': 'off', 'offloop/no-blocking-chain': 'off' } },
  ...betweenPackages.map(({ from, pattern }) => ({ files: [`packages/${from}/src/**/*.ts`], rules: imports(pattern) })),
  ...Object.entries(stages).flatMap(([name, folders]) =>
    folders.map((folder, at) => {
      const later = folders.slice(at + 1).map((other) => `../${other}/**`)
      const between = betweenPackages.find(({ from }) => from === name)
      const direction = forbid(later, `${name}: ${folders.join(' <- ')}; ${folder} imports only types of what stands after it.`, { allowTypeImports: true })
      return { files: [`packages/${name}/src/${folder}/**/*.ts`], rules: later.length > 0 ? imports(between.pattern, direction) : imports(between.pattern) }
    }),
  ),
  // A rule imports define-rule, the project and analysis' questions; never another rule. The same for codemods and catalogue entries.
  { files: ['packages/eslint-plugin/src/rules/!(index|*.test).ts'], rules: imports(forbid(['./*'], 'A rule does not import another rule.'), betweenPackages.find(({ from }) => from === 'eslint-plugin').pattern) },
  { files: ['packages/codemods/src/codemods/!(index|*.test).ts'], rules: imports(forbid(['./*'], 'A codemod does not import another codemod.'), betweenPackages.find(({ from }) => from === 'codemods').pattern) },
]
