/** Runs the command line as users do, on good and on bad input: what it prints, what it writes, its exit code. */
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { offloop, project, read } from './offloop.test.kit.ts'
import type { Outcome } from './offloop.test.kit.ts'

const main = "import { readFileSync } from 'node:fs'\nexport async function load(name) {\n  return readFileSync(name, 'utf8')\n}\n"
const migrated =
  "import { readFile } from 'node:fs/promises'\nexport async function load(name) {\n  return await readFile(name, 'utf8')\n}\n"

describe.concurrent('what is said', () => {
  test('help and list name the codemod, its flags have no empty defaults', async () => {
    const root = project({})
    expect(await offloop(root, '--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('sync-to-async') as string })
    expect(await offloop(root, 'list')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^sync-to-async {2,}\S/mu) as string })
    const { stdout, code } = await offloop(root, 'sync-to-async', '--help')
    expect(code).toBe(0)
    for (const flag of ['--dry', '--diff', '--report <file>', '--verify <command>', '--no-markers', '--strict'])
      expect(stdout).toContain(flag)
    expect(stdout).not.toContain('(default: true)')
    expect(await offloop(root)).toMatchObject({ code: 2, stdout: expect.stringContaining('Usage:') as string })
  })

  test.each([
    ['report', ['--out <file>', '--json', '--title <text>'], '--ot'],
    ['why', ['--root <folder>', '--limit <count>', '--debug'], '--debg'],
    ['sync-to-async', ['--from-report <file>', '--plan <file>', '--strict'], '--stict'],
  ])('%s has a page of help, and its unknown flags are refused', async (command, flags, wrong) => {
    const root = project({})
    const { code, stdout } = await offloop(root, command, '--help')
    expect(code).toBe(0)
    for (const flag of flags) expect(stdout).toContain(flag)
    const { code: refused, stderr } = await offloop(root, command, 'x', wrong)
    expect({ refused, stderr }).toEqual({
      refused: 2,
      stderr: expect.stringMatching(/there is no flag --\w+: did you mean --\w+\?/u) as string,
    })
  })

  test('a report that can not be written is said', async () => {
    const { code, stderr } = await offloop(project({ 'main.mjs': main }), 'sync-to-async', '--dry', '--report', 'main.mjs/plan.json')
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/^offloop: the report can't be written: E/mu) as string })
  })

  test.each([
    [['sync-to-asink'], /^offloop: no codemod is called "sync-to-asink": did you mean "sync-to-async"\?$/mu],
    [['sync-to-async', '--drry'], /^offloop: there is no flag --drry: did you mean --dry\?$/mu],
    [['sync-to-async', '--from', 'here', '--dry'], /^offloop: --from is "here": use handlers or all$/mu],
    [['sync-to-async', '--tier', 'slow', '--dry'], /^offloop: --tier is "slow": use spawn, cpu,/mu],
    [['sync-to-async', '--report', 'plan.txt', '--dry'], /^offloop: --report is "plan\.txt": end it in \.json or \.html$/mu],
    [
      ['sync-to-async', '--tsconfig', 'tsconfig.none.json', '--dry'],
      /^offloop: --tsconfig is "tsconfig\.none\.json", and there is no such file/mu,
    ],
    [['sync-to-async', '--cwd', 'elsewhere', '--dry'], /^offloop: --cwd is .*elsewhere, and there is no such folder$/mu],
    [['sync-to-async', 'nowhere', '--dry'], /^offloop: nowhere: no such file or folder$/mu],
    [['sync-to-async'], /^offloop: without a terminal, say --yes to write or --dry to look$/mu],
    [['sync-to-async', '--interactive'], /^offloop: --interactive needs a terminal$/mu],
    [['sync-to-async', '--verify', 'exit 7', '--yes'], /^offloop: "exit 7" fails before anything is changed/mu],
  ])('%j ends with 2 and one line that names the remedy; nothing is written', async (args, line) => {
    const root = project({ 'main.mjs': main })
    const { code, stderr } = await offloop(root, ...args)
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(line) as string })
    expect(read(root, 'main.mjs')).toBe(main)
  })

  test('an empty project ends with 2 and says so', async () => {
    const root = project({ 'README.md': '' })
    const { code, stderr } = await offloop(root, 'sync-to-async', '--yes')
    expect({ code, lines: stderr.match(/no JavaScript or TypeScript files here/gu) }).toEqual({ code: 2, lines: [expect.any(String)] })
  })
})

describe.concurrent('bad files are a line each, the rest is migrated', () => {
  const migrates = async (files: Readonly<Record<string, string | Buffer>>, prepare?: (root: string) => void): Promise<Outcome> => {
    const root = project({ 'main.mjs': main, ...files })
    prepare?.(root)
    const outcome = await offloop(root, 'sync-to-async', '--yes')
    expect(read(root, 'main.mjs')).toBe(migrated)
    for (const [name, contents] of Object.entries(files)) expect(readFileSync(join(root, name))).toEqual(Buffer.from(contents))
    return outcome
  }

  test('no tsconfig', async () => {
    const { code, stderr } = await migrates({})
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/no tsconfig\.json: types are not checked/u) as string })
  })

  test('a file that does not parse', async () => {
    const { code, stderr } = await migrates({ 'broken.mjs': "import fs from 'node:fs'\nconst = fs.readFileSync('x')\n" })
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(/^offloop: broken\.mjs:2: .*the file is left alone$/mu) as string,
    })
  })

  test('a file that is not UTF-8', async () => {
    const { code, stderr } = await migrates({ 'latin.mjs': Buffer.from([0x2f, 0x2f, 0xe9, 0x0a]) })
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(/^offloop: latin\.mjs: not UTF-8; convert it or exclude it$/mu) as string,
    })
  })

  test('a symbolic link that leads to itself, and a folder that links to its parent', async () => {
    const { code } = await migrates({}, (root) => {
      symlinkSync('loop.mjs', join(root, 'loop.mjs'))
      symlinkSync('.', join(root, 'again'))
    })
    expect(code).toBe(0)
  })

  test('a read-only file: it stays, what it calls stays, and the rest goes on', async () => {
    const locked =
      "import { statSync } from 'node:fs'\nimport { kept } from './kept.mjs'\nexport const size = (name) => statSync(name).size + kept(name).length\n"
    const kept = "import { readFileSync } from 'node:fs'\nexport function kept(name) {\n  return readFileSync(name, 'utf8')\n}\n"
    const root = project({ 'main.mjs': main, 'locked.mjs': locked, 'kept.mjs': kept })
    chmodSync(join(root, 'locked.mjs'), 0o444)
    const { code, stdout } = await offloop(root, 'sync-to-async', '--yes')
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/stays sync \[read-only\], 2 calls/u) as string })
    expect(read(root, 'locked.mjs')).toBe(locked)
    expect(read(root, 'kept.mjs')).toBe(
      kept.replace('readFileSync(name', '/* offloop: kept sync [read-only]; readFileSync */ readFileSync(name'),
    )
    expect(read(root, 'main.mjs')).toBe(migrated)
  })

  test('generated, vendored and minified files stay, what they call stays, and all are listed', async () => {
    const use = "import { kept } from '../kept.mjs'\nexport async function use(name) {\n  return kept(name)\n}\n"
    const kept = "import { readFileSync } from 'node:fs'\nexport function kept(name) {\n  return readFileSync(name, 'utf8')\n}\n"
    const files = {
      'api/client.mjs': `/**\n * @generated\n */\n${use}`,
      'api/parser.mjs': `#!/usr/bin/env node\n// Code generated by a tool.\n// DO NOT EDIT\n${use}`,
      'dist/built.mjs': use,
      'vendor/lib.mjs': use,
      'web/small.mjs': use.replaceAll('\n', ';').replace('{;', '{') + 'export const list = [' + '1,'.repeat(1500) + ']',
      'web/lib.min.js': use,
      'made/out.mjs': use,
      '.gitignore': 'made\n',
    }
    const root = project({ 'main.mjs': main, 'kept.mjs': kept, ...files })
    const { code, stdout } = await offloop(root, 'sync-to-async', '--yes')
    expect(code).toBe(0)
    expect(stdout.split('\n').filter((line) => /^ {2}(?: {2}(?:api|dist|vendor|web)|not|read)/u.test(line))).toEqual([
      '  not read: files, 1 that git ignores, 1 that are minified',
      '  read and not edited, 5 files',
      '    api/client.mjs: client.mjs is generated, as its header says',
      '    api/parser.mjs: parser.mjs is generated, as its header says',
      '    dist/built.mjs: built.mjs is in dist/: a build writes it',
      "    vendor/lib.mjs: lib.mjs is vendored: it is another project's",
      '    web/small.mjs: small.mjs is minified',
    ])
    for (const [name, contents] of Object.entries(files)) expect(read(root, name)).toBe(contents)
    expect(read(root, 'kept.mjs')).toContain('/* offloop: kept sync [generated]; ')
    expect(read(root, 'main.mjs')).toBe(migrated)
  })

  test('a file that two tsconfigs hold is checked with both and written once; Windows line ends and a BOM stay', async () => {
    const use =
      "\uFEFFimport { statSync } from 'node:fs'\r\nexport async function size(path: string): Promise<number> {\r\n  return statSync(path).size\r\n}\r\n"
    const config = '{ "compilerOptions": { "module": "nodenext", "strict": true, "types": [] }, "files": ["../shared/size.ts"] }'
    const root = project({
      'shared/size.ts': use,
      'one/tsconfig.json': config,
      'two/tsconfig.json': config,
      'one/a.ts': '',
      'two/b.ts': '',
    })
    const { code } = await offloop(root, 'sync-to-async', '--yes')
    expect(code).toBe(0)
    expect(read(root, 'shared/size.ts')).toBe(
      use
        .replace("{ statSync } from 'node:fs'", "{ stat } from 'node:fs/promises'")
        .replace('statSync(path).size', '(await stat(path)).size'),
    )
  })

  test('imports in a circle', async () => {
    const one =
      "import { readFileSync } from 'node:fs'\nimport { two } from './two.mjs'\nexport function one(depth) {\n  return depth > 0 ? two(depth - 1) : readFileSync('x')\n}\n"
    const two =
      "import { one } from './one.mjs'\nexport function two(depth) {\n  return one(depth)\n}\nexport async function start() {\n  return two(3)\n}\n"
    const root = project({ 'one.mjs': one, 'two.mjs': two })
    expect((await offloop(root, 'sync-to-async', '--yes')).code).toBe(0)
    expect(read(root, 'one.mjs')).toMatch(/export async function one[\s\S]*await two\(depth - 1\)[\s\S]*await readFile\('x'\)/u)
    expect(read(root, 'two.mjs')).toMatch(/return await one\(depth\)[\s\S]*return await two\(3\)/u)
  })
})

describe.concurrent('what is written', () => {
  test('--dry --diff writes nothing; a second run changes nothing', async () => {
    const root = project({ 'main.mjs': main })
    const { stdout, code } = await offloop(root, 'sync-to-async', '--dry', '--diff')
    expect(code).toBe(0)
    expect(stdout).toContain("-import { readFileSync } from 'node:fs'\n+import { readFile } from 'node:fs/promises'")
    expect(read(root, 'main.mjs')).toBe(main)
    await offloop(root, 'sync-to-async', '--yes')
    expect(read(root, 'main.mjs')).toBe(migrated)
    expect((await offloop(root, 'sync-to-async', '--yes')).stdout).toContain('0 files change')
    expect(read(root, 'main.mjs')).toBe(migrated)
  })

  test('a dirty tree is refused, --force goes on', async () => {
    const root = project({ 'main.mjs': main })
    execFileSync('git', ['init', '--quiet'], { cwd: root })
    expect(await offloop(root, 'sync-to-async', '--yes')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/1 files have uncommitted changes: commit them, or use --force/u) as string,
    })
    expect(read(root, 'main.mjs')).toBe(main)
    expect((await offloop(root, 'sync-to-async', '--yes', '--force')).code).toBe(0)
    expect(read(root, 'main.mjs')).toBe(migrated)
  })

  test('--report writes the plan and a page; --strict ends with 1 where a call stays', async () => {
    const root = project({
      'main.mjs': `${main}export class Settings {\n  constructor(name) {\n    this.text = readFileSync(name)\n  }\n}\nexport async function open() {\n  return new Settings('x')\n}\n`,
    })
    const { code } = await offloop(root, 'sync-to-async', '--dry', '--strict', '--report', 'out/plan.json', '--report', 'out/plan.html')
    expect(code).toBe(1)
    const plan = JSON.parse(read(root, 'out/plan.json')) as { sites: { verdict: string; file: string }[]; changedFiles: string[] }
    expect(plan.sites.map(({ verdict, file }) => `${verdict} ${file}`).toSorted()).toEqual(['migrated main.mjs', 'wall main.mjs'])
    expect(plan.changedFiles).toEqual(['main.mjs'])
    const page = read(root, 'out/plan.html')
    expect(page).toMatch(/constructor/u)
    expect(page).not.toMatch(/(?:src|href)="https?:/u)
    expect((await offloop(root, 'sync-to-async', '--dry')).code).toBe(0)
  })

  test('--verify finds the piece that breaks the tests and leaves it out', async () => {
    const root = project({
      'package.json': '{ "type": "module", "private": true }',
      'main.mjs': main,
      'other.mjs': "import { statSync } from 'node:fs'\nexport async function size(name) {\n  return statSync(name).size\n}\n",
      'check.mjs':
        "import { readFileSync } from 'node:fs'\nif (!readFileSync('main.mjs', 'utf8').includes('readFileSync(')) process.exit(1)\n",
    })
    const { code, stdout } = await offloop(root, 'sync-to-async', '--yes', '--verify', 'node check.mjs')
    expect({ code, stdout }).toEqual({
      code: 3,
      stdout: expect.stringMatching(/left out, "node check\.mjs" fails with it: .*load/u) as string,
    })
    expect(read(root, 'main.mjs')).toContain("readFileSync(name, 'utf8')")
    expect(read(root, 'other.mjs')).toContain('await stat(name)')
    expect(existsSync(join(root, '.main.mjs.offloop-new'))).toBe(false)
  })
})
