/** Lists the codemods' fixtures. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.ts'

/** A case by its name (`sync-to-async/h071-sort-comparator`) and folder. */
export interface FixtureCase {
  readonly name: string
  readonly folder: string
}

/** Every case below `fixtures/codemods`, in order of name; `pattern` keeps the names that contain it. */
export function fixtureCases(pattern = ''): FixtureCase[] {
  const base = join(root, 'fixtures', 'codemods')
  return foldersIn(base)
    .flatMap((codemod) => foldersIn(join(base, codemod)).map((name) => `${codemod}/${name}`))
    .filter((name) => name.includes(pattern))
    .map((name) => ({ name, folder: join(base, name) }))
}

function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return entries.map((entry) => entry.name).sort()
}
