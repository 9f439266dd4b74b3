/** The repository's own files, as the house test asks for them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { root } from '../root.ts'

const left = new Set(['node_modules', 'dist', '.git', '.cache', 'coverage'])

/** Every file below a folder, relative to the root, with `/`, in order. */
export function filesBelow(folder: string): string[] {
  const visit = (at: string): string[] =>
    readdirSync(at, { withFileTypes: true })
      .filter((entry) => !left.has(entry.name))
      .flatMap((entry) => (entry.isDirectory() ? visit(join(at, entry.name)) : [join(at, entry.name)]))
  return visit(join(root, folder))
    .map((path) => relative(root, path).split(sep).join('/'))
    .sort()
}

/** Text of a file named from the root. */
export function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

/** Number of lines of a file. */
export function linesOf(path: string): number {
  return textOf(path).trimEnd().split('\n').length
}

/** TypeScript modules of all packages, without tests. */
export function sourceFiles(): string[] {
  return filesBelow('packages').filter((path) => /\/src\/.*\.tsx?$/u.test(path) && !path.includes('.test.'))
}

/** Test modules of all packages and of `test/`. */
export function testFiles(): string[] {
  return [...filesBelow('packages'), ...filesBelow('test')].filter((path) => path.endsWith('.test.ts'))
}
