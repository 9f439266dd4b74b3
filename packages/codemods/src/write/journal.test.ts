/** Faults while files are written: every file is old or new, never cut, and the next run finishes or undoes what a killed one began. */
import { spawnSync } from 'node:child_process'
import fs, { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { recover, writeAll, WriteError } from './journal.ts'

let root: string
const names = ['one.js', 'two.js', 'three.js']
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'offloop-journal-'))
  for (const name of names) writeFileSync(join(root, name), `old ${name}`)
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const changes = (): { file: string; before: string; after: string }[] =>
  names.map((name) => ({ file: join(root, name), before: `old ${name}`, after: `new ${name}` }))
const state = (): string[] => names.map((name) => readFileSync(join(root, name), 'utf8').split(' ')[0] ?? '')

/** Runs `writeAll` in a process that dies at the given call of a function of node:fs. */
function dieAt(name: string, call: number): void {
  const code = `
    const fs = require('node:fs')
    const original = fs[${JSON.stringify(name)}]
    let calls = 0
    fs[${JSON.stringify(name)}] = (...args) => {
      if (++calls === ${call}) process.kill(process.pid, 'SIGKILL')
      return original(...args)
    }
    require('node:module').syncBuiltinESMExports()
    import(${JSON.stringify(fileURLToPath(new URL('../../dist/write/journal.js', import.meta.url)))}).then(({ writeAll }) =>
      writeAll(${JSON.stringify(root)}, ${JSON.stringify(changes())}))`
  expect(spawnSync(process.execPath, ['-e', code], { encoding: 'utf8' }).signal).toBe('SIGKILL')
}

test('all files are written, with the mode they had, through a symbolic link too', () => {
  chmodSync(join(root, 'two.js'), 0o755)
  symlinkSync('one.js', join(root, 'link.js'))
  writeAll(root, [...changes().slice(1), { file: join(root, 'link.js'), before: 'old one.js', after: 'new one.js' }])
  expect(state()).toEqual(['new', 'new', 'new'])
  expect(statSync(join(root, 'two.js')).mode & 0o777).toBe(0o755)
  expect(fs.lstatSync(join(root, 'link.js')).isSymbolicLink()).toBe(true)
  expect(recover(root)).toBeUndefined()
})

test('a file that changed since it was read, or is read-only, stops the run before anything is written', () => {
  writeFileSync(join(root, 'two.js'), 'edited by hand')
  expect(() => writeAll(root, changes())).toThrow(/two\.js: changed on disk since it was read; run again/u)
  writeFileSync(join(root, 'two.js'), 'old two.js')
  chmodSync(join(root, 'two.js'), 0o444)
  expect(() => writeAll(root, changes())).toThrow(WriteError)
  expect(state()).toEqual(['old', 'old', 'old'])
})

// Kills at each call that changes something on disk, the journal's own among them: twice the journal, and three files.
const steps = ['openSync', 'writeFileSync', 'fsyncSync', 'closeSync', 'renameSync']
const moments = [
  ...steps.flatMap((name) => Array.from({ length: 5 }, (_, index) => [name, index + 1] as const)),
  ['mkdirSync', 1] as const,
  ['rmSync', 1] as const,
]
test.each(moments)('killed at %s number %i: no file is cut, and the next run leaves all old or all new', (name, call) => {
  dieAt(name, call)
  for (const each of names) expect(readFileSync(join(root, each), 'utf8')).toMatch(new RegExp(`^(?:old|new) ${each}$`, 'u'))
  recover(root)
  expect(new Set(state()).size).toBe(1)
  expect(readdirSync(root).toSorted()).toEqual(names.toSorted())
  expect(recover(root)).toBeUndefined()
})

/** Calls `work` while a function of node:fs does `instead` at its given call. */
function withFault(name: 'writeFileSync' | 'renameSync' | 'fsyncSync', call: number, instead: () => void, work: () => void): void {
  const original = fs[name] as (...args: unknown[]) => unknown
  let calls = 0
  const faulty = (...args: unknown[]): unknown => (++calls === call ? instead() : undefined, original(...args))
  Object.assign(fs, { [name]: faulty })
  syncBuiltinESMExports()
  try {
    work()
  } finally {
    Object.assign(fs, { [name]: original })
    syncBuiltinESMExports()
  }
}

test('a file that changes while the new ones are written is named, and no other is replaced', () => {
  const edit = (): void => writeFileSync(join(root, 'one.js'), 'edited by hand')
  withFault('fsyncSync', 4, edit, () => {
    expect(() => writeAll(root, changes())).toThrow(/one\.js: changed on disk since it was read/u)
  })
  expect(state()).toEqual(['edited', 'old', 'old'])
  expect(readdirSync(root).toSorted()).toEqual(names.toSorted())
  expect(recover(root)).toBeUndefined()
})

test('a file that can not be replaced is named, and those before it get their old texts again', () => {
  const refuse = (): never => {
    throw Object.assign(new Error('EACCES: permission denied, rename'), { code: 'EACCES' })
  }
  // The journal is renamed twice, then the files.
  withFault('renameSync', 5, refuse, () => {
    expect(() => writeAll(root, changes())).toThrow(/three\.js: can't be replaced \(EACCES/u)
  })
  expect(state()).toEqual(['old', 'old', 'old'])
  expect(readdirSync(root).toSorted()).toEqual(names.toSorted())
  expect(recover(root)).toBeUndefined()
})

test('a full disk undoes the run and leaves nothing behind', () => {
  const fail = (): never => {
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  }
  // The journal is the first, then the new files.
  withFault('writeFileSync', 3, fail, () => {
    expect(() => writeAll(root, changes())).toThrow(/ENOSPC/u)
  })
  expect(state()).toEqual(['old', 'old', 'old'])
  expect(readdirSync(root).toSorted()).toEqual(names.toSorted())
  expect(existsSync(join(root, '.one.js.offloop-new'))).toBe(false)
  expect(recover(root)).toBeUndefined()
})
