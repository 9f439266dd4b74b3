/** Checks that a slow callback is reported, and what goes on meanwhile once it is off the loop. */
import { answerOf } from '@offloop/dev/django/measure'
import { frameworks } from '@offloop/dev/django/serve'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { get } from 'node:http'
import { describe, expect, onTestFinished, test } from 'vitest'
import { pausing, serving, watching } from './serving.test.kit.ts'

/** Server-sent events of the example; resolves when so many more have come. */
async function eventsOf(url: string): Promise<(count: number) => Promise<void>> {
  const { body } = await fetch(`${url}/events`)
  const reader = body!.getReader()
  onTestFinished(() => reader.cancel().catch(() => undefined))
  return async (count) => {
    for (let seen = 0; seen < count;)
      seen +=
        Buffer.from((await reader.read()).value ?? [])
          .toString()
          .split('data: beat').length - 1
  }
}

/** Messages of its websocket, which are short enough to be a chunk each. */
async function messagesOf(url: string): Promise<(count: number) => Promise<void>> {
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': randomBytes(16).toString('base64'),
  }
  const [, socket] = (await once(get(url, { headers }), 'upgrade')) as [unknown, NodeJS.ReadWriteStream & { destroy(): void }]
  onTestFinished(() => socket.destroy())
  return async (count) => {
    for (let seen = 0; seen < count; seen++) await once(socket, 'data')
  }
}

describe.each(frameworks)('%s', (framework) => {
  test('sync: nothing goes on, and the watchdog names the view', async () => {
    const server = await watching('slow-callback', 'sync', framework, { OFFLOOP_DEBUG: '1', OFFLOOP_GUARD: '0' })
    await server.printed((lines) => lines.includes('beat'))
    await answerOf(`${server.url}/slow`)
    expect(server.lines[server.lines.indexOf('slow') + 1]).toBe('done')
    const stalls = (await server.records()).filter((each) => each.kind === 'stall' && each.stack.some((frame) => frame.name === 'slowView'))
    expect(stalls).toHaveLength(1)
    expect(stalls[0]?.durationMs).toBeGreaterThan(100)
    expect(stalls[0]?.stack.map((frame) => frame.name)).toContain('pause')
  })

  test.each(['migrated', 'offloaded'])('%s: events, messages and the background task go on while the view waits', async (form) => {
    const { meeting, env } = await pausing(Infinity)
    const server = await serving('slow-callback', form, framework, { env })
    const [events, messages] = [await eventsOf(server.url), await messagesOf(server.url)]
    const slow = answerOf(`${server.url}/slow`)
    await meeting.arrived(1)
    const beats = server.lines.length
    await Promise.all([events(3), messages(3), server.printed((lines) => lines.length > beats + 3)])
    expect(server.lines).not.toContain('done')
    meeting.open()
    expect(await slow).toEqual({ ok: true })
    await server.printed((lines) => lines.includes('done'))
  })
})
