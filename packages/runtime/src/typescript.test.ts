/** Checks that functions of TypeScript modules are found on threads: under tsx, which compiles this package a second time for CommonJS, and where Node strips types. */
import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'

const require = createRequire(import.meta.url)
const tsx = pathToFileURL(require.resolve('tsx')).href
const expected = ['designated true', 'pool true', 2, 'ada', 'grace']

function run(entry: string, ...flags: readonly string[]): unknown {
  const file = fileURLToPath(new URL(`../../../fixtures/threads/typescript/${entry}`, import.meta.url))
  return JSON.parse(
    execFileSync(process.execPath, [...flags, file], { encoding: 'utf8', timeout: 60_000, stdio: ['ignore', 'pipe', 'inherit'] }),
  ) as unknown
}

test.each(['main.ts', 'commonjs/main.ts'])('%s under tsx', (entry) => {
  expect(run(entry, '--import', tsx)).toEqual(expected)
})

// Node 20 can't read TypeScript by itself; there tsx is the way.
test.runIf('typescript' in process.features && process.features.typescript)('main.ts where Node strips types', () => {
  expect(run('main.ts')).toEqual(expected)
})
