/** Checks how many requests of one view are with the service at once. */
import { openMeeting } from '@offloop/dev/django/meeting'
import type { Meeting } from '@offloop/dev/django/meeting'
import { answerOf } from '@offloop/dev/django/measure'
import { frameworks } from '@offloop/dev/django/serve'
import { openUpstream } from '@offloop/dev/django/upstream'
import { describe, expect, onTestFinished, test } from 'vitest'
import { serving } from './serving.test.kit.ts'

async function upstream(together: number): Promise<{ meeting: Meeting; env: Record<string, string> }> {
  const meeting = openMeeting(together)
  const service = await openUpstream(() => meeting.attend())
  onTestFinished(() => service.close())
  return { meeting, env: { UPSTREAM: service.url } }
}

const people = [1, 2, 3, 4, 5].map((id) => ({ name: `Person ${id}` }))

describe.each(frameworks)('%s', (framework) => {
  test.each([
    ['sync', 1],
    ['migrated', 1],
    ['threads', 5],
    ['gathered', 5],
  ])('%s: %i at once', async (form, together) => {
    const { meeting, env } = await upstream(together)
    const server = await serving('upstream-fetches', form, framework, { env })
    expect(await answerOf(`${server.url}/people`)).toEqual(people)
    expect(meeting.most).toBe(together)
  })
})
