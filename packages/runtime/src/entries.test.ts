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
