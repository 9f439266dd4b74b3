/** Type errors that an edit adds are found wherever the edit reaches, and those that were there before are not counted. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { TypePrograms } from '../plan/type-programs.ts'
import { TypeCheck } from './types.ts'

const roots: string[] = []
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true })
})

/** Errors by file that `after` adds to the project of `files`. */
function gained(files: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): string[] {
  const root = mkdtempSync(join(tmpdir(), 'offloop-types-'))
  roots.push(root)
  const config = '{ "compilerOptions": { "strict": true, "module": "nodenext", "types": [] }, "include": ["*.ts"] }'
  for (const [name, text] of Object.entries({ ...files, 'tsconfig.json': config })) writeFileSync(join(root, name), text)
  const check = new TypeCheck(
    new TypePrograms(
      root,
      Object.keys(files).map((name) => join(root, name)),
    ),
  )
  const texts = new Map(Object.entries(after).map(([name, text]) => [join(root, name), text]))
  return check.gained(texts).map(({ file, code }) => `${file.slice(root.length + 1)} ${code}`)
}

const load = 'export const load = (): string => "letter"\n'
const later = 'export const load = async (): Promise<string> => "letter"\n'

test('an error in a file that imports the changed one, through another', () => {
  const files = {
    'load.ts': load,
    'again.ts': 'export { load } from "./load.js"\n',
    'main.ts': 'import { load } from "./again.js"\nexport const size: number = load().length\n',
    'other.ts': 'export const wrong: number = "text"\n',
  }
  expect(gained(files, { 'load.ts': later })).toEqual(['main.ts 2339'])
  expect(gained(files, { 'load.ts': load.replace('letter', 'page') })).toEqual([])
})

test('an error that was there before is not counted, a second one like it is', () => {
  const wrong = (name: string): string => `export const ${name}: number = "text"\n`
  const files = { 'load.ts': load + wrong('one') }
  expect(gained(files, { 'load.ts': later + wrong('one') })).toEqual([])
  expect(gained(files, { 'load.ts': later + wrong('one') + wrong('two') })).toEqual(['load.ts 2322'])
})

test('a change of what all files see reaches all', () => {
  const declare = (type: string): string => `export {}\ndeclare global { var letters: ${type} }\n`
  const files = { 'globals.ts': declare('string'), 'main.ts': 'export const size: number = letters.length\n' }
  expect(gained(files, { 'globals.ts': declare('Promise<string>') })).toEqual(['main.ts 2339'])
})
