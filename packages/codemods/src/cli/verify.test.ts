/** Runs `--verify` and the project's native type checker: pieces that break are left out, and whatever else goes wrong is named. */
import { spawnSync } from 'node:child_process'
import { chmodSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { offloop, project, read } from './offloop.test.kit.ts'

const modulesHere = fileURLToPath(new URL('../../../../node_modules', import.meta.url))
const functions = ['one', 'two', 'three', 'four']
const sourceOf = (name: string): string =>
  `import { statSync } from 'node:fs'\nexport async function ${name}(path) {\n  return statSync(path).size\n}\n`
const four = Object.fromEntries(functions.map((name) => [`${name}.mjs`, sourceOf(name)]))
const isMigrated = (root: string): boolean[] => functions.map((name) => read(root, `${name}.mjs`).includes('await stat(path)'))

describe.concurrent('--verify', () => {
  test('two pieces that break the tests independently are both left out', async () => {
    const root = project({ ...four, 'check.sh': 'grep -q statSync one.mjs && grep -q statSync four.mjs\n' })
    const { code, stdout } = await offloop(root, 'sync-to-async', '--yes', '--verify', 'sh check.sh')
    expect({ code, left: stdout.match(/(?<=fails with it: )\w+/gu) }).toEqual({ code: 3, left: ['four', 'one'] })
    expect(isMigrated(root)).toEqual([false, true, true, false])
  })

  test('a command that fails by itself the second time is called flaky, and nothing is written', async () => {
    const root = project({ ...four, 'check.sh': 'test -e again && exit 1\ntouch again\n' })
    const { code, stdout } = await offloop(root, 'sync-to-async', '--yes', '--verify', 'sh check.sh')
    expect({ code, stdout }).toEqual({
      code: 3,
      stdout: expect.stringMatching(/"sh check\.sh" passed before .*it is flaky, and nothing was written/u) as string,
    })
    expect(functions.map((name) => read(root, `${name}.mjs`))).toEqual(functions.map(sourceOf))
  })

  test('a command that is not there is named', async () => {
    const root = project(four)
    const { code, stderr } = await offloop(root, 'sync-to-async', '--yes', '--verify', 'no-such-tests')
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('--verify is "no-such-tests", and the shell finds no such command') as string,
    })
    expect(isMigrated(root)).toEqual([false, false, false, false])
  })
})

describe.concurrent('the native type checker', () => {
  const typed = Object.fromEntries(
    ['one', 'two'].map((name) => [
      `${name}.ts`,
      `import { statSync } from 'node:fs'\nexport async function ${name}(path: string): Promise<number> {\n  return statSync(path).size\n}\n`,
    ]),
  )
  const tsconfig = '{ "compilerOptions": { "module": "nodenext", "strict": true, "types": [] }, "include": ["*.ts"] }'
  const withChecker = (script: string): string => {
    const root = project({ ...typed, 'tsconfig.json': tsconfig, 'node_modules/.bin/tsgo': `#!/bin/sh\n${script}` })
    chmodSync(join(root, 'node_modules/.bin/tsgo'), 0o755)
    return root
  }

  test('is run on the written files; what it finds is taken back, and the rest stays', async () => {
    const root = withChecker(
      `echo "old.ts(1,1): error TS1: was there before"\ngrep -q "await stat" one.ts && echo "one.ts(3,10): error TS2322: does not fit"\nexit 1\n`,
    )
    const { code, stdout, stderr } = await offloop(root, 'sync-to-async', '--yes')
    expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining('offloop: tsgo finds no new type error') as string })
    expect(stdout).toContain('TS2322 does not fit')
    expect(read(root, 'one.ts')).toContain('statSync(path).size')
    expect(read(root, 'two.ts')).toContain('(await stat(path)).size')
  })

  test('that can not be run is named, and the check in memory stands', async () => {
    const root = withChecker('echo "panic: no memory"\nexit 2\n')
    const { code, stderr } = await offloop(root, 'sync-to-async', '--yes')
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('tsgo could not be run (panic: no memory)') as string })
    expect(read(root, 'one.ts')).toContain('(await stat(path)).size')
  })

  test('of TypeScript 7 agrees with a migration, and --no-types leaves it out', async () => {
    const root = project({
      ...typed,
      'tsconfig.json': tsconfig.replace('[]', '["node"]'),
      'package.json': '{ "type": "module", "private": true }',
    })
    const modules = project({})
    symlinkSync(join(modulesHere, '@typescript/native'), join(modules, 'typescript'))
    symlinkSync(join(modulesHere, '@types'), join(modules, '@types'))
    symlinkSync(modules, join(root, 'node_modules'))
    expect((await offloop(root, 'sync-to-async', '--dry', '--no-types')).stderr).not.toContain('TypeScript 7')
    const { code, stderr } = await offloop(root, 'sync-to-async', '--yes')
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringContaining('offloop: TypeScript 7 finds no new type error') as string,
    })
    expect(read(root, 'one.ts')).toContain('(await stat(path)).size')
  })
})

describe('a run that is killed while the tests judge its texts', () => {
  // the second time, with the migrated files on the disk, the command kills the run
  const kill = 'test -e first || { touch first; exit 0; }\nkill -9 $(cat pid)\n'
  const killed = (): string => {
    const root = project({ ...four, 'check.sh': kill })
    const bin = fileURLToPath(new URL('../../bin/offloop.js', import.meta.url))
    const run = `echo $$ > pid; exec ${process.execPath} ${bin} sync-to-async --yes --verify 'sh check.sh'`
    expect(spawnSync('sh', ['-c', run], { cwd: root, encoding: 'utf8' }).signal).toBe('SIGKILL')
    expect(isMigrated(root)).toEqual([true, true, true, true])
    return root
  }

  test('is taken back by the next one, which goes on from the old files', async () => {
    const root = killed()
    const { code, stderr } = await offloop(root, 'sync-to-async', '--yes', '--verify', 'grep -q statSync one.mjs')
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: expect.stringContaining('an interrupted trial was taken back: 4 files are as they were') as string,
    })
    expect(isMigrated(root)).toEqual([false, true, true, true])
  })

  test('keeps what somebody has edited since, and names it', async () => {
    const root = killed()
    writeFileSync(join(root, 'two.mjs'), 'export const two = 2\n')
    const { stderr } = await offloop(root, 'sync-to-async', '--yes')
    expect(stderr).toMatch(/3 files are as they were; edited since, and left as they are: \S+two\.mjs/u)
    expect(read(root, 'two.mjs')).toBe('export const two = 2\n')
  })
})

test('a file is checked with the settings of the tsconfig that lists it, not of one whose files import it', async () => {
  const root = project({
    'package.json': '{ "type": "module", "private": true }',
    'tsconfig.json': '{ "compilerOptions": { "module": "nodenext", "strict": true, "types": [] }, "include": ["src"] }',
    'src/size.ts': `import { statSync } from 'node:fs'\nexport function size(path: string): number {\n  return statSync(path).size\n}\n`,
    'src/main.ts': `import { size } from './size.js'\nexport async function main(): Promise<number> {\n  return size('a')\n}\n`,
    'demo/tsconfig.json': '{ "compilerOptions": { "module": "nodenext", "lib": ["es5"], "types": [] } }',
    'demo/demo.ts': `import { main } from '../src/main.js'\nmain()\n`,
  })
  const { code } = await offloop(root, 'sync-to-async', '--yes')
  expect(code).toBe(0)
  expect(read(root, 'src/size.ts')).toContain('(await stat(path)).size')
})
