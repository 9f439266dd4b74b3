/** Checks where each part of a chain runs, in chains of sync and async middleware around sync and async views. */
import { answerOf } from '@offloop/dev/django/measure'
import { frameworks } from '@offloop/dev/django/serve'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { pausing, serving, temporaryFolder } from './serving.test.kit.ts'

describe.each(frameworks)('%s', (framework) => {
  test.each([
    ['sync', 1],
    ['migrated', 3],
    ['composed', 3],
  ])('%s: %i requests at once, and none while the file says so', async (form, together) => {
    const { meeting, env } = await pausing(together)
    const maintenance = join(temporaryFolder(), 'maintenance.txt')
    const server = await serving('mixed-chain', form, framework, { env: { ...env, MAINTENANCE: maintenance } })
    const hello = (name: string): Promise<unknown> => answerOf(`${server.url}/hello/${name}`)
    expect(await Promise.all(['ada', 'grace', 'mary'].map(hello))).toMatchObject([{ hello: 'ada' }, { hello: 'grace' }, { hello: 'mary' }])
    expect(meeting.most).toBe(together)
    writeFileSync(maintenance, '')
    const refused = await fetch(`${server.url}/hello/ada`)
    expect([refused.status, await refused.json()]).toEqual([503, { error: 'Back soon' }])
  })

  test.each([
    ['sync', ['maintenance on thread', 'timing on thread', 'view on thread']],
    ['async-around-sync', ['session on loop', 'view on thread']],
    ['sync-around-async', ['maintenance on thread', 'view on loop']],
    ['hello', ['session on loop', 'maintenance on thread', 'timing on thread', 'view on thread']],
  ])('composed: /%s', async (path, visits) => {
    const { env } = await pausing(1)
    const server = await serving('mixed-chain', 'composed', framework, { env })
    expect(await answerOf(`${server.url}/${path}/ada`)).toEqual({ hello: 'ada', visits })
  })
})
