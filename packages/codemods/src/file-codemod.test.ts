/** Codemods of single files in the pipeline: pieces, refusals, types, imports, markers; and the same function under jscodeshift. */
import { openProject, walk } from '@offloop/analysis'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { defineCodemod } from './define-codemod.ts'
import { EditSet } from './edit/edits.ts'
import type { FileChange, LeftAlone } from './file-codemod.ts'
import { ImportEdits } from './rewrite/imports.ts'
import { transformOf } from './transform.ts'
import { refusalsOf } from './verify/refusals.ts'
import { settle } from './verify/settle.ts'
import type { SettleOptions, Settled } from './verify/settle.ts'

/** `later(f)` becomes `setTimeout(f, 1)` with Node's own timers; arrows in it stay. */
const laterToTimeout = defineCodemod({
  name: 'later-to-timeout',
  summary: 'test',
  scope: 'file',
  subject: 'delay',
  flags: [{ flag: '--by <ms>', meaning: 'test' }],
  reasons: { arrow: 'Give it a name.' },
  change({ source, options }) {
    const changes: FileChange[] = []
    const left: LeftAlone[] = []
    walk(source.program, (node) => {
      if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.callee.name !== 'later') return
      const place = { start: node.start, end: node.end, label: 'later' }
      if (node.arguments[0]?.type === 'ArrowFunctionExpression')
        return void left.push({ ...place, reason: 'arrow', message: 'it is an arrow' })
      const edits = new EditSet()
      edits.replace(source.file, node.callee.start, node.callee.end, 'setTimeout')
      edits.insert(source.file, node.end - 1, `, ${String(options['by'] ?? 1)}`)
      changes.push({ ...place, name: 'delay', places: [place], edits: edits.files[0]!.edits, notes: ['look'] })
    })
    const together = (): FileChange['edits'] => {
      const edits = new EditSet()
      const imports = new ImportEdits(source)
      imports.want('node:timers', 'setTimeout')
      imports.write(edits)
      return edits.files[0]!.edits
    }
    return { changes, left, together }
  },
})

const typed = {
  'tsconfig.json': JSON.stringify({ compilerOptions: { module: 'nodenext', strict: true, types: [] } }),
  'timers.d.ts': "declare module 'node:timers' { export function setTimeout(f: () => void, ms: number): number }\n",
}

const folders: string[] = []
afterAll(() => folders.forEach((each) => rmSync(each, { recursive: true })))

function settled(
  text: string,
  options: SettleOptions = {},
  others: Readonly<Record<string, string>> = {},
  from?: Settled,
): { result: Settled; file: string; text: string } {
  const root = mkdtempSync(join(tmpdir(), 'offloop-files-'))
  folders.push(root)
  const file = join(root, others['tsconfig.json'] === undefined ? 'main.mjs' : 'main.ts')
  writeFileSync(file, text)
  for (const [name, contents] of Object.entries(others)) writeFileSync(join(root, name), contents)
  const project = openProject(root, { cache: false })
  const all = settle(laterToTimeout, project, options)
  if (!from) return { result: all, file, text: all.texts.get(file) ?? text }
  const rest = settle(laterToTimeout, project, { ...options, refused: refusalsOf(all.plan, new Set([all.plan.pieces[0]!.id])) })
  return { result: rest, file, text: rest.texts.get(file) ?? text }
}

const twice = 'later(one)\nlater(two)\nlater(() => 3)\n'
const imported = "import { setTimeout } from 'node:timers'\n"

test('each change is a piece, what is left is a wall with the remedy, and imports are written once', () => {
  const { result, text, file } = settled(twice)
  expect(text).toBe(`${imported}\nsetTimeout(one, 1)\nsetTimeout(two, 1)\nlater(() => 3)\n`)
  expect(result.plan.pieces.map(({ id, does, notes }) => ({ id, does, notes }))).toEqual([
    { id: 'main.mjs#delay', does: '1 delay', notes: ['look'] },
    { id: 'main.mjs#delay:2', does: '1 delay', notes: ['look'] },
  ])
  expect(result.plan.sites.map(({ verdict, line }) => [verdict, line])).toEqual([
    ['migrated', 1],
    ['migrated', 2],
    ['wall', 3],
  ])
  expect(result.plan.sites[2]!.wall).toEqual({ reason: 'arrow', message: 'it is an arrow', file, line: 3, remedy: 'Give it a name.' })
})

test('a change that is refused leaves the others, and with the last one the import goes', () => {
  const { result } = settled(twice)
  expect(settled(twice, {}, {}, result).text).toBe(`${imported}\nlater(one)\nsetTimeout(two, 1)\nlater(() => 3)\n`)
  expect(settled('later(one)\n', {}, {}, result).text).toBe('later(one)\n')
})

test('own flags reach the codemod', () => {
  expect(settled('later(one)\n', { own: { by: '5' } }).text).toContain('setTimeout(one, 5)')
})

test('what adds a type error is taken back, and the rest stays', () => {
  const declared = 'export {}\ndeclare function later(f: () => void): string\ndeclare function one(): void\n'
  const { text, result } = settled(`${declared}later(one)\nlater(one).trim()\n`, {}, typed)
  expect(text).toBe(`${imported}\n${declared}setTimeout(one, 1)\nlater(one).trim()\n`)
  expect(result.plan.sites.map((each) => each.verdict)).toEqual(['migrated', 'rolled-back'])
})

test('markers are written where they are asked for, once', () => {
  const marked = '/* offloop: left alone [arrow]; it is an arrow */ later(() => 3)\n'
  expect(settled('later(() => 3)\n').text).toBe('later(() => 3)\n')
  expect(settled('later(() => 3)\n', { markers: true }).text).toBe(marked)
  expect(settled(marked, { markers: true }).text).toBe(marked)
  expect(settled(marked.replace('() => 3', 'one'), { markers: true }).text).toBe(`${imported}\nsetTimeout(one, 1)\n`)
})

test('files that others write are left alone', () => {
  const text = '// @generated\nlater(one)\n'
  expect(settled(text).text).toBe(text)
  expect(transformOf(laterToTimeout)({ path: 'a.mjs', source: text }, {}, {})).toBeUndefined()
})

test('jscodeshift gets the text of the same changes, counts of what is left, and nothing where nothing changes', () => {
  const counts: string[] = []
  const run = transformOf(laterToTimeout)
  expect(run({ path: 'a.mjs', source: twice }, { stats: (name) => void counts.push(name) }, { by: '7' })).toBe(
    `${imported}\nsetTimeout(one, 7)\nsetTimeout(two, 7)\nlater(() => 3)\n`,
  )
  expect(counts).toEqual(['left alone: arrow'])
  expect(run({ path: 'a.mjs', source: 'soon(one)\n' }, {}, {})).toBeUndefined()
  expect(() => run({ path: 'a.mjs', source: 'soon(\n' }, {}, {})).toThrow()
})
