/** Codemods of single files on the command line: the same flags, plans, reports, exit codes and tests as those of projects. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { offloop, project, read } from './offloop.test.kit.ts'

const load = 'export const load = async (id) => ({ id })\n'
const first = "import { load } from './load.mjs'\nexport function first(id) {\n  return load(id).then((order) => order.id)\n}\n"
const firstMigrated =
  "import { load } from './load.mjs'\nexport async function first(id) {\n  const order = await load(id)\n  return order.id\n}\n"
const second = "import { load } from './load.mjs'\nexport const second = (id) => load(id).then((order) => order)\nload(1).then(second)\n"
const files = { 'load.mjs': load, 'first.mjs': first, 'second.mjs': second }

describe.concurrent('a codemod of files', () => {
  test('--dry --diff shows and writes nothing; each chain has a verdict', async () => {
    const root = project(files)
    const { code, stdout } = await offloop(root, 'then-to-await', '--dry', '--diff')
    expect(code).toBe(0)
    expect(stdout).toContain('+  const order = await load(id)')
    expect(stdout).toMatch(/^ {2}first\.mjs:2 first\n {4}1 promise chain in 1 file$/mu)
    expect(stdout).toMatch(/^ {2}is left alone \[floating\], 1 chain\n {4}second\.mjs:3 load\(…\)\.then: nobody waits for it/mu)
    expect(stdout).toMatch(/^3 promise chains: 2 migrated, 1 kept with a reason, 0 rolled back\n2 files change$/mu)
    expect(read(root, 'first.mjs')).toBe(first)
  })

  test('--yes writes what paths name, and a second run changes nothing', async () => {
    const root = project(files)
    expect(await offloop(root, 'then-to-await', 'first.mjs', '--yes')).toMatchObject({ code: 0 })
    expect([read(root, 'first.mjs'), read(root, 'second.mjs')]).toEqual([firstMigrated, second])
    expect(await offloop(root, 'then-to-await', '--yes', '--exclude', 'second.mjs')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('0 files change') as string,
    })
  })

  test('--strict exits with 1 where a chain is left alone', async () => {
    const root = project(files)
    expect(await offloop(root, 'then-to-await', '--dry', '--strict')).toMatchObject({ code: 1 })
    expect(await offloop(root, 'then-to-await', '--dry', '--strict', '--floating', 'wrap')).toMatchObject({ code: 0 })
  })

  test('a plan is done later, with its flags and without the pieces that it does not take', async () => {
    const root = project(files)
    await offloop(root, 'then-to-await', '--dry', '--floating', 'wrap', '--report', 'plan.json')
    const plan = JSON.parse(read(root, 'plan.json')) as {
      settings: { own?: object; markers: boolean }
      pieces: { id: string; take: boolean }[]
    }
    expect(plan.settings).toMatchObject({ own: { floating: 'wrap' }, markers: false })
    expect(plan.pieces.map(({ id }) => id)).toEqual(['first.mjs#first', 'second.mjs#second', 'second.mjs#module'])
    plan.pieces[1]!.take = false
    writeFileSync(join(root, 'plan.json'), JSON.stringify(plan))
    expect(await offloop(root, 'then-to-await', '--yes', '--plan', 'plan.json')).toMatchObject({ code: 0 })
    expect(read(root, 'first.mjs')).toBe(firstMigrated)
    expect(read(root, 'second.mjs')).toContain('load(id).then((order) => order)\nvoid (async () => {')
    expect(await offloop(root, 'then-to-await', '--yes', '--plan', 'plan.json', '--throws', 'reject')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--plan says already what --throws would') as string,
    })
  })

  test('the page has what became of the chains, and what can be done about the others', async () => {
    const root = project(files)
    await offloop(root, 'then-to-await', '--dry', '--report', 'plan.html')
    const page = read(root, 'plan.html')
    expect(page).toContain('<th>promise chains</th><td class="n">3</td>')
    expect(page).toContain('What is left alone, and why')
    expect(page).toContain('or --floating wrap, which changes nothing but the looks')
    expect(page).not.toContain('not on the loop')
  })

  test('--verify finds the change that breaks the tests, and leaves it out', async () => {
    const check = `import { readFileSync } from 'node:fs'\nprocess.exitCode = readFileSync('second.mjs', 'utf8').includes('async (id)') ? 1 : 0\n`
    const root = project({ ...files, 'check.mjs': check })
    const { code, stdout } = await offloop(root, 'then-to-await', '--yes', '--verify', 'node check.mjs')
    expect({ code, stdout }).toEqual({
      code: 3,
      stdout: expect.stringContaining('left out, "node check.mjs" fails with it: second.mjs:2 second') as string,
    })
    expect([read(root, 'first.mjs'), read(root, 'second.mjs')]).toEqual([firstMigrated, second])
  })

  test('types that would not fit are taken back, one function alone', async () => {
    const kept = "export const kept = () => one().then<'a'>(() => 'a')\nexport const use: Promise<'a'> = kept()\n"
    const root = project({
      'tsconfig.json': '{ "compilerOptions": { "module": "nodenext", "strict": true, "types": [] } }',
      'package.json': '{ "type": "module" }',
      'main.ts': `const one = async () => 1\nexport const fits = () => one().then((n) => n + 1)\n${kept}`,
    })
    const { code, stdout } = await offloop(root, 'then-to-await', '--yes')
    expect(stdout).toMatch(/is left alone \[types\], 1 chain\n {4}main\.ts:3 one\(…\)\.then: its types would not fit any more: TS2322/u)
    expect(code).toBe(3)
    expect(read(root, 'main.ts')).toBe(
      `const one = async () => 1\nexport const fits = async () => {\n  const n = await one()\n  return n + 1\n}\n${kept}`,
    )
  })

  test.each([
    [
      ['then-to-await', '--strategy', 'twin', '--dry'],
      /^offloop: then-to-await has no flag --strategy, only sync-to-async: `offloop then-to-await --help` shows its flags$/mu,
    ],
    [['then-to-await', '--floating', 'fly', '--dry'], /^offloop: --floating is "fly": use keep or wrap$/mu],
    [['sync-to-async', '--floating', 'wrap', '--dry'], /^offloop: sync-to-async has no flag --floating, only then-to-await/mu],
    [['then-to-await', '--floatng', 'wrap', '--dry'], /^offloop: there is no flag --floatng: did you mean --floating\?$/mu],
  ])('%j ends with 2 and says which flag is wrong', async (args, line) => {
    const root = project(files)
    expect(await offloop(root, ...args)).toMatchObject({ code: 2, stderr: expect.stringMatching(line) as string })
  })
})
