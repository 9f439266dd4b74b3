/** A package is built after those it imports: the compiler builds projects side by side, in no order but that of their references. */
import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { filesBelow, textOf } from './files.ts'

const projects = filesBelow('.').filter((path) => /^(?:packages\/[^/]+|test)\/tsconfig\.json$/u.test(path))

/** Workspaces that the modules below a folder name. */
function importedIn(folder: string): string[] {
  const texts = filesBelow(folder)
    .filter((path) => path.endsWith('.ts'))
    .map(textOf)
  const names = texts.flatMap((text) =>
    [...text.matchAll(/^(?:import|export|\}).* from '@offloop\/([a-z-]+)|^[^'"`]*import\('@offloop\/([a-z-]+)/gmu)].map(
      ([, name, loaded]) => name ?? loaded ?? '',
    ),
  )
  return [...new Set(names)].filter((name) => name !== basename(folder)).toSorted()
}

test.each(projects)('%s refers to every package that is imported there', (path) => {
  const { references = [] } = JSON.parse(textOf(path)) as { references?: { path: string }[] }
  const referred = references.map((each) => basename(each.path))
  expect(importedIn(path.slice(0, path.lastIndexOf('/'))).filter((name) => !referred.includes(name))).toEqual([])
})
