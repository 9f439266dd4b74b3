/** Checks in which order three counts print, one after the other and at once. */
import { answerOf } from '@offloop/dev/django/measure'
import { frameworks } from '@offloop/dev/django/serve'
import { describe, expect, test } from 'vitest'
import { pausing, serving } from './serving.test.kit.ts'

describe.each(frameworks)('%s', (framework) => {
  test.each(['sync', 'migrated'])('%s: each count ends before the next begins', async (form) => {
    const { meeting, env } = await pausing(1)
    const server = await serving('three-counts', form, framework, { env })
    await answerOf(`${server.url}/counts`)
    expect(server.lines).toEqual(['One', 'Two', 'One', 'Two', 'One', 'Two'])
    expect(meeting.most).toBe(1)
  })

  test('gathered: all have begun before one ends', async () => {
    const { meeting, env } = await pausing(3)
    const server = await serving('three-counts', 'gathered', framework, { env })
    await answerOf(`${server.url}/counts`)
    expect(server.lines).toEqual(['One', 'One', 'One', 'Two', 'Two', 'Two'])
    expect(meeting.most).toBe(3)
  })
})
