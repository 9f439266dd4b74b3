/** Checks what a process does from its first line on: start-up code, the loop thread, modules that await. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const run = (entry: string): unknown => {
  const file = fileURLToPath(new URL(`../../../fixtures/threads/entries/${entry}.mjs`, import.meta.url))
  return JSON.parse(
    execFileSync(process.execPath, [file], { encoding: 'utf8', timeout: 30_000, stdio: ['ignore', 'pipe', 'ignore'] }),
  ) as unknown
}

test('B40 asyncToSync is for start-up code: with the loop running it is refused in timers, listeners and callbacks', () => {
  const refused = 'OFFLOOP_ASYNC_TO_SYNC_ON_LOOP'
  expect(run('late')).toEqual({ startUp: 'number', timer: refused, listener: refused, read: refused })
})

test('B43 a loop thread that ends while the main thread waits is an error, and the next call gets a new one', () => {
  expect(run('lost-loop')).toEqual(['OFFLOOP_THREAD_CRASHED', 'OFFLOOP_THREAD_CRASHED', 'number'])
})

test('B46 a task that outlives its asyncToSync call gets the designated thread and leaves the loop free', () => {
  expect(run('outlives')).toEqual({ onMain: false, wasHeld: true })
})

test('functions of modules that await at top level are found; those of the entry file are refused', () => {
  expect(run('top-level-await')).toEqual({
    later: 41,
    sum: 42,
    isOther: true,
    named: 43,
    refused: expect.stringMatching(/^OFFLOOP_NOT_OFFLOADABLE .*entry file/) as string,
  })
})

test('B29 B49 B50 a scope without work starts no thread; one that is left with its thread parked blocks nothing, with two slots and two requests', () => {
  expect(run('parked')).toEqual({ withoutWork: 0, left: ['AbortError', 'AbortError'], pooled: true })
})

test('B30 B81 first the waiting main thread, even in a scope; thread-critical values stay with it, and siblings never overlap there', () => {
  expect(run('main-waits')).toEqual({
    scoped: 0,
    overlap: false,
    // B81: nested sync code sees and changes what belongs to its thread; the loop thread does not.
    seen: ['none', 'of main', 'of main'],
    handle: 'changed',
    user: 'of main',
  })
})

test('B35 B45 a singleThreadContext has a loop thread of its own, which ends with it; the common one goes on after each call', () => {
  expect(run('single-thread')).toEqual({ isShared: true, isOwn: true, goesOn: true, refused: 'TypeError', endedIsOwn: true })
})

test('B44 a forked process starts afresh, while its parent waits with threads of its own', () => {
  expect(run('forked')).toEqual({ loop: true, theirs: true })
})
