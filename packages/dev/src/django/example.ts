/** The Django examples in fixtures/apps: their names, their forms, and what the migration makes of them. */
import { cpSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { migrateFolder } from '../demo/migrate.ts'
import type { MigrationReport } from '../demo/migrate.ts'
import { copySubject } from '../demo/subject.ts'
import type { Subject } from '../demo/subject.ts'
import { root } from '../root.ts'
import { changedFiles, readTree, writeTree } from '../tree.ts'
import type { Tree } from '../tree.ts'

const apps = join(root, 'fixtures/apps')

/** Names of the examples, without their prefix: `three-counts`. */
export const exampleNames: readonly string[] = readdirSync(apps)
  .filter((name) => name.startsWith('django-'))
  .map((name) => name.slice('django-'.length))

/** Where the changed files of an example's migrated form are kept. */
export const migratedFolder = (name: string): string => join(apps, `django-${name}`, 'migrated')

/** Forms of an example and what each is laid over: `sync` is its `src`, `migrated` what the codemod makes of that, the others are written by hand. */
export function formsOf(name: string): Readonly<Record<string, string>> {
  const manifest = JSON.parse(readFileSync(join(apps, `django-${name}`, 'package.json'), 'utf8')) as { forms: Record<string, string> }
  return manifest.forms
}

/** Copies an example in one of its forms: `package.json` and `src`, with the files of the form laid over them. */
export function copyExample(name: string, form = 'sync'): Subject {
  const forms = formsOf(name)
  const subject = copySubject(`django-${name}`)
  const overlay = (layer: string): void => {
    if (layer === 'sync') return
    const below = forms[layer]
    if (below === undefined) throw new Error(`django-${name} has no form "${layer}"; it has sync, ${Object.keys(forms).join(', ')}`)
    overlay(below)
    cpSync(join(subject.folder, layer), join(subject.folder, 'src'), { recursive: true })
  }
  overlay(form)
  for (const each of Object.keys(forms)) rmSync(join(subject.folder, each), { recursive: true, force: true })
  return subject
}

/** Runs the codemod on the sync form. Gives its report, and the files of `src` that it changed. */
export async function migrateExample(name: string): Promise<{ report: MigrationReport; changed: Tree; outside: string[] }> {
  const subject = copyExample(name)
  try {
    const before = readTree(subject.folder)
    const report = await migrateFolder(subject.folder)
    const changed = changedFiles(before, readTree(subject.folder))
    const inSrc = [...changed].filter(([path]) => path.startsWith('src/'))
    return {
      report,
      changed: new Map(inSrc.map(([path, contents]) => [path.slice('src/'.length), contents])),
      outside: [...changed.keys()].filter((path) => !path.startsWith('src/')),
    }
  } finally {
    subject.remove()
  }
}

/** Stores what the codemod makes of an example as its migrated form. Gives what it can't store: changes outside of `src`. */
export async function blessExample(name: string): Promise<string[]> {
  const { changed, outside } = await migrateExample(name)
  rmSync(migratedFolder(name), { recursive: true, force: true })
  writeTree(migratedFolder(name), changed)
  return outside.map((path) => `${path} was changed, which is not in src`)
}
