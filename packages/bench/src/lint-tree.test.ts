/** Checks that the copies of a tree are as one package is to another, and never meet. */
import { sep } from 'node:path'
import { openProject } from '@offloop/analysis'
import { afterAll, expect, test } from 'vitest'
import { filesOf, makeTree, removeTree } from './lint-tree.ts'

const tree = makeTree(2)
afterAll(() => removeTree(tree))

test('packages of a copy call each other, and no copy calls another', () => {
  const paths = ['copy-0/eslint-plugin', 'copy-0/analysis', 'copy-1/analysis', 'copy-1/eslint-plugin']
  const graph = openProject(tree.folder, { paths, cache: false }).graph()
  const packageOf = (file: string): string =>
    file
      .slice(tree.folder.length + 1)
      .split(sep)
      .slice(0, 2)
      .join('/')
  const crossings = new Set<string>()
  for (const fn of graph.functions()) {
    for (const { from, to, isGuess } of graph.callees(fn)) {
      const [caller, callee] = [packageOf(from.file), packageOf(to.file)]
      if (caller !== callee && !isGuess) crossings.add(`${caller} -> ${callee}`)
    }
  }
  const ways = [...crossings]
  expect(ways).toContain('copy-0/eslint-plugin -> copy-0/analysis')
  expect(ways).toContain('copy-1/eslint-plugin -> copy-1/analysis')
  expect(ways.filter((way) => /copy-0.*copy-1|copy-1.*copy-0/u.test(way))).toEqual([])
})

test('a tree knows its size', () => {
  expect(filesOf(tree.folder)).toHaveLength(tree.files)
  expect(tree.kloc).toBeGreaterThan(60)
})
