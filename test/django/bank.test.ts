/** Checks what becomes of two transfers that meet, and who says so beforehand. */
import { migrateExample } from '@offloop/dev/django/example'
import { answerOf } from '@offloop/dev/django/measure'
import { frameworks } from '@offloop/dev/django/serve'
import { describe, expect, test } from 'vitest'
import { pausing, serving } from './serving.test.kit.ts'

describe.each(frameworks)('%s', (framework) => {
  test.each([
    ['sync', 1, { ada: 80, grace: 120 }],
    ['migrated', 2, { ada: 90, grace: 110 }],
    ['reread', 2, { ada: 80, grace: 120 }],
  ])('%s: two transfers of 10, %i at once', async (form, together, accounts) => {
    const { meeting, env } = await pausing(together)
    const server = await serving('bank', form, framework, { env })
    const transfer = (): Promise<unknown> => answerOf(`${server.url}/transfers/ada/grace/10`, { method: 'POST' })
    await Promise.all([transfer(), transfer()])
    expect(await answerOf(`${server.url}/accounts`)).toEqual(accounts)
    expect(meeting.most).toBe(together)
  })
})

test('the migration says that an update can get lost', async () => {
  const { report } = await migrateExample('bank')
  expect(report.output).toContain('transfer reads balances before a new await and writes it after; two calls at once can lose an update')
})
