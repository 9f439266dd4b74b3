/** Checks whether a short request is answered while a long computation runs. */
import { answerOf } from '@offloop/dev/django/measure'
import { frameworks } from '@offloop/dev/django/serve'
import { describe, expect, test } from 'vitest'
import { serving } from './serving.test.kit.ts'

describe.each(frameworks)('%s', (framework) => {
  // A computation of some hundred milliseconds: nobody is served before it is over.
  test.each([
    ['a key', 'sync', '/key/secret/300000'],
    ['primes', 'sync', '/primes/10000000'],
    ['primes', 'migrated', '/primes/10000000'],
  ])('%s, %s: the short request waits', async (_, form, path) => {
    const server = await serving('long-computation', form, framework)
    const computed = answerOf(server.url + path)
    await server.printed((lines) => lines.includes('computing'))
    await answerOf(`${server.url}/health`)
    await computed
    expect(server.lines).toEqual(['computing', 'computed', 'health'])
  })

  // A computation that outlasts the test: the server is ended with it.
  test.each([
    ['a key', 'migrated', '/key/secret/200000000'],
    ['a key', 'offloaded', '/key/secret/200000000'],
    ['primes', 'offloaded', '/primes/2000000000'],
  ])('%s, %s: the short request is answered meanwhile', async (_, form, path) => {
    const server = await serving('long-computation', form, framework)
    const computed = fetch(server.url + path).catch(() => 'ended')
    await server.printed((lines) => lines.includes('computing'))
    expect(await answerOf(`${server.url}/health`)).toEqual({ ok: true })
    expect(server.lines).toEqual(['computing', 'health'])
    await server.stop('SIGKILL')
    expect(await computed).toBe('ended')
  })

  test('all forms compute the same', async () => {
    const answers = await Promise.all(
      ['sync', 'migrated', 'offloaded'].map(async (form) => {
        const server = await serving('long-computation', form, framework)
        return [await answerOf(`${server.url}/key/secret/10`), await answerOf(`${server.url}/primes/100`)]
      }),
    )
    expect(answers[0]?.[1]).toEqual({ count: 25 })
    expect(answers).toEqual([answers[0], answers[0], answers[0]])
  })
})
