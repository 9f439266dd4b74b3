/** Writes plans as files and runs them later: with all pieces, without some, and after the sources changed. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { offloop, project, read } from './offloop.test.kit.ts'

const first = "import { readFileSync } from 'node:fs'\nexport async function first(name) {\n  return readFileSync(name, 'utf8')\n}\n"
const second = "import { statSync } from 'node:fs'\nexport async function second(name) {\n  return statSync(name).size\n}\n"
const files = { 'src/first.mjs': first, 'src/second.mjs': second, 'test/check.test.mjs': second }

interface PlanText {
  version: number
  settings: { strategy?: string; listeners?: string; wrapMain?: boolean; exclude?: string[]; markers: boolean }
  sources: Record<string, string>
  pieces: { id: string; take: boolean }[]
  sites: { verdict: string; wall?: { reason: string } }[]
}

async function planned(...flags: readonly string[]): Promise<{ root: string; plan: PlanText }> {
  const root = project(files)
  expect(await offloop(root, 'sync-to-async', '--dry', '--report', 'plan.json', ...flags)).toMatchObject({ code: 0 })
  return { root, plan: JSON.parse(read(root, 'plan.json')) as PlanText }
}

test('a plan has ids that two runs share and a hash of each file; nothing of it depends on where the project lies', async () => {
  const [one, two] = await Promise.all([planned(), planned()])
  expect(one.plan.pieces.map(({ id, take }) => ({ id, take }))).toEqual([
    { id: 'src/first.mjs#first', take: true },
    { id: 'src/second.mjs#second', take: true },
  ])
  expect(Object.keys(one.plan.sources)).toEqual(Object.keys(files))
  expect({ ...one.plan, root: '' }).toEqual({ ...two.plan, root: '' })
})

test('a plan is done later with the settings it was made with, without the pieces that it does not take', async () => {
  const { root, plan } = await planned('--no-markers', '--strategy', 'auto', '--listeners', 'convert', '--wrap-main')
  expect(plan.settings).toMatchObject({ strategy: 'auto', listeners: 'convert', wrapMain: true, markers: false })
  plan.pieces[0]!.take = false
  writeFileSync(join(root, 'plan.json'), JSON.stringify(plan))
  const { code, stdout } = await offloop(root, 'sync-to-async', '--yes', '--plan', 'plan.json')
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: expect.stringMatching(/stays sync \[refused\], 1 call\n {4}src\/first\.mjs:3/u) as string,
  })
  expect(read(root, 'src/first.mjs')).toBe(first)
  expect(read(root, 'src/second.mjs')).toContain('await stat(name)')
})

test('sources that changed, came or went since are named, and nothing is written', async () => {
  const { root } = await planned()
  writeFileSync(join(root, 'test/check.test.mjs'), `${second}// later\n`)
  writeFileSync(join(root, 'src/new.mjs'), '')
  const { code, stderr } = await offloop(root, 'sync-to-async', '--yes', '--plan', 'plan.json')
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringContaining('plan.json was made from other sources: src/new.mjs, test/check.test.mjs changed since') as string,
  })
  expect(read(root, 'src/first.mjs')).toBe(first)
})

test.each([
  ['{', "plan.json can't be read: "],
  ['{}', 'plan.json is no plan of this version: '],
  ['{"version":1,"codemod":"other"}', 'plan.json is a plan of other, not of sync-to-async'],
  ['{"version":1,"codemod":"sync-to-async","written":true}', 'plan.json says what was written already'],
  [
    '{"version":1,"codemod":"sync-to-async","root":"/","settings":{},"sources":{},"pieces":[{"id":"a","take":"no"}]}',
    'plan.json is not whole: ',
  ],
])('a file that is no plan is refused: %s', async (text, message) => {
  const root = project({ ...files, 'plan.json': text })
  const { code, stderr } = await offloop(root, 'sync-to-async', '--yes', '--plan', 'plan.json')
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) as string })
})

test('a plan of other pieces, a missing plan and flags that contradict it are refused', async () => {
  const { root, plan } = await planned()
  const refused = async (...flags: readonly string[]): Promise<string> => {
    const { code, stderr } = await offloop(root, 'sync-to-async', '--yes', ...flags)
    expect(code).toBe(2)
    return stderr
  }
  expect(await refused('--plan', 'none.json')).toContain('--plan is "none.json", and there is no such file')
  expect(await refused('--plan', 'plan.json', '--from', 'all')).toContain('--plan says already what --from would: use one of them')
  expect(await refused('--plan', 'plan.json', '--no-types')).toContain('--plan says already what --no-types would')
  writeFileSync(join(root, 'plan.json'), JSON.stringify({ ...plan, pieces: [...plan.pieces, { id: 'src/gone.mjs#gone', take: true }] }))
  expect(await refused('--plan', 'plan.json')).toContain('another plan than this version makes of the same files (src/gone.mjs#gone)')
  expect(read(root, 'src/first.mjs')).toBe(first)
})
