/** Checks how many calls of a slow view a server serves at once, for a view that makes ten. */
import { answerOf } from '@offloop/dev/django/measure'
import { frameworks } from '@offloop/dev/django/serve'
import { describe, expect, test } from 'vitest'
import { pausing, serving } from './serving.test.kit.ts'

describe.each(frameworks)('%s', (framework) => {
  test.each([
    ['sync', 1],
    ['migrated', 10],
    ['offloaded', 10],
  ])('%s: %i at once', async (form, together) => {
    const { meeting, env } = await pausing(together)
    const server = await serving('aggregated', form, framework, { env })
    const { answers, debugMessage } = (await answerOf(`${server.url}/async/api_aggregated`)) as { answers: unknown[]; debugMessage: string }
    expect(answers).toEqual(Array.from({ length: 10 }, () => ({ message: 'Hello from the sync view' })))
    expect(debugMessage).toMatch(/^fetch executed in \d+\.\d\d seconds\.$/u)
    expect(meeting.most).toBe(together)
  })
})
