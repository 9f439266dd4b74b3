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

// Kills at each write and each rename, the journal's own among them.
const moments = [
  ...Array.from({ length: 5 }, (_, index) => ['writeFileSync', index + 1] as const),
  ...Array.from({ length: 5 }, (_, index) => ['renameSync', index + 1] as const),
]
test.each(moments)('killed at %s number %i: no file is cut, and the next run leaves all old or all new', (name, call) => {
  dieAt(name, call)
  for (const each of names) expect(readFileSync(join(root, each), 'utf8')).toMatch(new RegExp(`^(?:old|new) ${each}$`, 'u'))
  recover(root)
  expect(new Set(state()).size).toBe(1)
  expect(readdirSync(root).toSorted()).toEqual(names.toSorted())
  expect(recover(root)).toBeUndefined()
})

test('a full disk undoes the run and leaves nothing behind', () => {
  const original = fs.writeFileSync
  let calls = 0
  fs.writeFileSync = ((...args: Parameters<typeof original>) => {
    // The journal is the first, then the new files.
    if (++calls === 3) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
    return original(...args)
  }) as typeof original
  syncBuiltinESMExports()
  try {
    expect(() => writeAll(root, changes())).toThrow(/ENOSPC/u)
  } finally {
    fs.writeFileSync = original
    syncBuiltinESMExports()
  }
  expect(state()).toEqual(['old', 'old', 'old'])
  expect(readdirSync(root).toSorted()).toEqual(names.toSorted())
  expect(existsSync(join(root, '.one.js.offloop-new'))).toBe(false)
  expect(recover(root)).toBeUndefined()
})
