/** What the index of a tree takes: cold, from its cache, after an edit, in memory, and how it grows. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inTurn, measured, middle } from './lint-runs.ts'
import type { Measured } from './lint-runs.ts'
import { makeTree, removeTree } from './lint-tree.ts'
import type { Tree } from './lint-tree.ts'
import { isQuick, rounds } from './quick.ts'
import type { Row } from './row.ts'

/** Milliseconds that the design allows, and for how many thousand lines. */
const warmLimit = { ms: 100, kloc: 180 }
const editLimit = { ms: 20, kloc: 80 }

/** Rows about the index: four copies of the packages' sources beside a TypeScript program of the same, and sixteen beside one. */
export async function indexRows(): Promise<Row[]> {
  const cache = mkdtempSync(join(tmpdir(), 'offloop-cache-'))
  const trees = [1, isQuick ? 1 : 4, isQuick ? 4 : 16].map(makeTree) as [Tree, Tree, Tree]
  try {
    const [one, four, many] = trees
    return [...(await sizeRows(four, cache)), await growthRow(one, many)]
  } finally {
    for (const tree of trees) removeTree(tree)
    rmSync(cache, { recursive: true, force: true })
  }
}

async function sizeRows({ folder, kloc, files }: Tree, cache: string): Promise<Row[]> {
  // The first process fills the cache.
  await measured('index', folder, cache)
  const { cold, warm } = await inTurn(rounds(3), {
    cold: () => measured('index', folder),
    warm: () => measured('index', folder, cache),
  })
  // Nine edits of each kind in one process, and a long walk: once is enough.
  const edits = [await measured('edits', folder)]
  const walk = [await measured('typed-walk', folder)]
  check(cold, 'parsed', files)
  check(warm, 'parsed', 0)
  check(walk, 'files', files)
  const tree = `${Math.round(kloc)} kLOC`
  const peer = 'TypeScript program and the signature of each call'
  const ratioRow = (claim: string, key: string, unit: string, most: number): Row => {
    const [ours, theirs] = [middle(cold, key), middle(walk, key)]
    return { claim, ours, peer: theirs, unit, ratio: ours / theirs, target: `<= ${most}`, holds: ours / theirs <= most }
  }
  const limitRow = (claim: string, ours: number, theirs: number, limit: typeof warmLimit): Row => {
    const most = (limit.ms * kloc) / limit.kloc
    return { claim, ours, peer: theirs, unit: 'ms', ratio: ours / theirs, target: `<= ${Math.round(most)} ms`, holds: ours <= most }
  }
  const [walkMs, walkEdit] = [middle(walk), middle(walk, 'edit')]
  const edit = `one file of ${tree} changed, until its findings are there`
  const editPeer = 'peer: the program made again from the one before, and the calls of that file'
  return [
    ratioRow(`index of ${tree}, without a cache; peer: ${peer}`, 'ms', 'ms', 0.25),
    limitRow(`the same from the cache, until each blocking call is known`, middle(warm), walkMs, warmLimit),
    limitRow('of that, until all files are read', middle(warm, 'read'), walkMs, warmLimit),
    limitRow(`${edit}: positions moved; ${editPeer}`, middle(edits, 'move'), walkEdit, editLimit),
    limitRow(`${edit}: a call more; ${editPeer}`, middle(edits, 'call'), walkEdit, editLimit),
    ratioRow(`memory at most, index of ${tree} without a cache; peer: ${peer}`, 'mb', 'MB', 1),
  ]
}

async function growthRow(one: Tree, many: Tree): Promise<Row> {
  // The large tree takes so long that once is enough; the small one has its turns before and after it.
  const measure = ({ folder }: Tree): Promise<Measured> => measured('findings', folder)
  const before = await measure(one)
  const large = [await measure(many)]
  const small = [before, await measure(one), await measure(one)]
  const [ours, peer] = [middle(large) / many.kloc, middle(small) / one.kloc]
  const claim = `index and findings of all files per kLOC, ${Math.round(many.kloc)} kLOC; peer: the same with ${Math.round(one.kloc)} kLOC`
  return { claim, ours, peer, unit: 'ms', ratio: ours / peer, target: '<= 1.1', holds: ours / peer <= 1.1 }
}

/** A figure means nothing where a process read other files than the tree's, or read them in another way. */
function check(list: readonly Measured[], key: string, expected: number): void {
  for (const each of list) if (each[key] !== expected) throw new Error(`${key}: ${each[key]} of the tree's files instead of ${expected}`)
}
