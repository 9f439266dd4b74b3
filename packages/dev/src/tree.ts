/** A folder as a map of relative paths to contents: read, overlay, compare. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'

/** Contents by path with `/`, in order of path. */
export type Tree = ReadonlyMap<string, Buffer>

const left = new Set(['node_modules', '.git', '.gitkeep', '.offloop'])

/** Reads every file below `folder`; empty when there is no such folder. Leaves out node_modules, git's files and the migration's journal. */
export function readTree(folder: string): Tree {
  const tree = new Map<string, Buffer>()
  if (!existsSync(folder)) return tree
  const visit = (at: string): void => {
    for (const entry of readdirSync(at, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (left.has(entry.name)) continue
      const path = join(at, entry.name)
      if (entry.isDirectory()) visit(path)
      else if (entry.isFile()) tree.set(relative(folder, path).split(sep).join('/'), readFileSync(path))
    }
  }
  visit(folder)
  return tree
}

/** Writes the files of a tree below `folder`. */
export function writeTree(folder: string, tree: Tree): void {
  for (const [path, contents] of tree) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), contents)
  }
}

/** Files of `after` that `before` doesn't have or has with other bytes. */
export function changedFiles(before: Tree, after: Tree): Tree {
  return new Map([...after].filter(([path, contents]) => !before.get(path)?.equals(contents)))
}

/** One line per path in which two trees differ. */
export function treeDifferences(expected: Tree, actual: Tree): string[] {
  return [...new Set([...expected.keys(), ...actual.keys()])].sort().flatMap((path) => {
    const [wanted, found] = [expected.get(path), actual.get(path)]
    if (!found) return [`${path} is gone`]
    if (!wanted) return [`${path} is new:\n${found}`]
    return wanted.equals(found) ? [] : [`${path} is not as expected:\n${lineDifference(String(wanted), String(found))}`]
  })
}

function lineDifference(expected: string, actual: string): string {
  const [wanted, found] = [expected.split('\n'), actual.split('\n')]
  let start = 0
  while (start < wanted.length && wanted[start] === found[start]) start++
  let end = 0
  while (end < Math.min(wanted.length, found.length) - start && wanted.at(-1 - end) === found.at(-1 - end)) end++
  const part = (lines: string[], sign: string): string[] => lines.slice(start, lines.length - end).map((line) => `  ${sign} ${line}`)
  return [`  line ${start + 1}`, ...part(wanted, '-'), ...part(found, '+')].join('\n')
}
