/** Checks that tests fail in which something blocks, in the runners that people use. */
import { execFile } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fixture } from '../detect/serve.test.kit.ts'

// Loaded by Node itself: what vitest transforms would be a second copy.
const require = createRequire(import.meta.url)
const { BlockingCallsError, blockingMatchers, withoutBlocking } =
  require('@offloop/runtime/testing') as typeof import('@offloop/runtime/testing')
const folder = fixture('testing')
const original = fs.statSync

function run(...args: string[]): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((done) => {
    const env = { PATH: process.env['PATH'], NO_COLOR: '1' }
    const child = execFile(process.execPath, args, { cwd: folder, env }, (_error, stdout, stderr) =>
      done({ code: child.exitCode ?? 1, output: stdout + stderr }),
    )
  })
}

describe.concurrent('a test in which something blocks fails, one that awaits passes', () => {
  const named = /1 blocking call:\n.*node:fs\.readFileSync \(.*handler\.mjs\) blocked \d+\.\d ms at handler\.mjs:6:29/u

  test('G19 in node:test, for one test', async () => {
    const { code, output } = await run('--test', '--test-reporter=tap', 'single.node.mjs')
    expect(output).toMatch(/^\s*ok 1 - awaits$/mu)
    expect(output).toMatch(/^\s*not ok 2 - blocks$/mu)
    expect(output).toMatch(/1 blocking call:/u)
    expect(code).toBe(1)
  })

  test('G19 in node:test, for all tests by one flag', async () => {
    const { code, output } = await run('--import', '@offloop/runtime/testing/node', '--test', '--test-reporter=tap', 'each.node.mjs')
    expect(output).toMatch(/^\s*ok 1 - awaits$/mu)
    expect(output).toMatch(/^\s*not ok 2 - blocks$/mu)
    expect(output).toMatch(/1 blocking call:/u)
    expect(code).toBe(1)
  })

  test('G19 D13 in vitest, by one line of its configuration, and by the matcher', async () => {
    const vitest = join(dirname(require.resolve('vitest/package.json')), 'vitest.mjs')
    const { code, output } = await run(vitest, 'run', '--reporter=tap')
    expect(
      [...output.matchAll(/^\s*(ok|not ok) \d+ - (awaits|blocks|matches|does not match)\b/gmu)].map((each) => `${each[1]} ${each[2]}`),
    ).toEqual(['ok awaits', 'not ok blocks', 'ok matches', 'not ok does not match'])
    expect(output).toMatch(/Expected nothing to block, but there were 1 blocking call/u)
    expect(code).toBe(1)
  })

  test('with a message that names the call and its place', async () => {
    const { blocks } = (await import(join(folder, 'handler.mjs'))) as { blocks(): boolean }
    const failing = withoutBlocking(() => blocks())
    await expect(failing()).rejects.toThrow(BlockingCallsError)
    await expect(failing()).rejects.toThrow(new RegExp(named.source.replace('at handler', 'at .*handler'), 'u'))
  })
})

test('the body of a test gets its arguments, gives its result, and its own error comes first', async () => {
  expect(await withoutBlocking((a: number, b: number) => a + b)(1, 2)).toBe(3)
  const failing = withoutBlocking(() => {
    fs.statSync('.')
    throw new RangeError('its own')
  })
  await expect(failing()).rejects.toThrow(RangeError)
  expect(fs.statSync).toBe(original)
})

test('the matcher says what it needs', async () => {
  await expect(blockingMatchers.toBlock(1)).rejects.toThrow(/toBlock is about a function.*number/u)
  expect((await blockingMatchers.toBlock(() => {})).message()).toBe('Expected a blocking call, but there was none.')
})
