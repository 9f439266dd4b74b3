/** Tests of what types add where the parser brings them. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderOf, lintText } from './lint-files.test.kit.ts'
import type { Files } from './lint-files.test.kit.ts'

const types = JSON.stringify([join(import.meta.dirname, '../../../node_modules/@types')])
const config = {
  'tsconfig.json': `{ "include": ["src"], "compilerOptions": { "strict": true, "typeRoots": ${types}, "types": ["node"], "module": "nodenext" } }`,
}

/** Messages of the two rules for `src/app.ts`, without types and with them. */
function bothWays(files: Files): [untyped: string[], typed: string[]] {
  const lint = (typed: boolean): string[] => {
    const folder = folderOf({ ...config, ...files })
    const rules = ['no-blocking-call', 'no-blocking-chain']
    return rules.flatMap((rule) => lintText(folder, 'src/app.ts', files['src/app.ts'] ?? '', rule, { typed }).map(({ message }) => message))
  }
  return [lint(false), lint(true)]
}

const stores = `import { readFileSync } from 'node:fs'
export class FileStore { load() { return readFileSync('a') } }
export class OtherStore { load() { return 'b' } }
`

test('a method of a value whose type only the checker knows', () => {
  const [untyped, typed] = bothWays({
    'src/stores.ts': stores,
    'src/app.ts': `import type { FileStore, OtherStore } from './stores.js'\ndeclare function find<T>(kind: string): T\nexport async function f() { find<FileStore>('a').load(); find<OtherStore>('b').load() }\n`,
  })
  expect(untyped).toEqual([])
  expect(typed).toEqual([expect.stringContaining('`f -> FileStore.load -> readFileSync (src/stores.ts:2)`')])
})

test('a method of an interface leads to those who implement it', () => {
  const [untyped, typed] = bothWays({
    'src/stores.ts': `${stores}export interface Store { load(): unknown }\nexport class OwnStore implements Store { load() { return readFileSync('c') } }\n`,
    'src/app.ts': `import type { Store } from './stores.js'\ndeclare function find<T>(kind: string): T\nexport async function f() { find<Store>('a').load() }\n`,
  })
  expect(untyped).toEqual([])
  expect(typed).toEqual([expect.stringContaining('(src/stores.ts:5)')])
})

test('a function of Node by way of a type', () => {
  const [untyped, typed] = bothWays({
    'src/app.ts': `declare function find<T>(kind: string): T\nexport async function f() { find<{ fs: typeof import('node:fs') }>('a').fs.readFileSync('a') }\n`,
  })
  expect(untyped).toEqual([])
  expect(typed).toEqual([expect.stringContaining('blocks the event loop (waits for file contents) in async function `f`')])
})

test('names that nobody has are not asked for, and unknown types say nothing', () => {
  const [untyped, typed] = bothWays({ 'src/stores.ts': stores, 'src/app.ts': `export async function f(x: any) { x.load(); x.sing() }\n` })
  expect([untyped, typed]).toEqual([[], []])
})
