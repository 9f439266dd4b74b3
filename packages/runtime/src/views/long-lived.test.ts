/** Checks connections that stay open and tasks that outlive their request, in a server of its own under the detector. */
import { once } from 'node:events'
import { request as ask } from 'node:http'
import { createInterface } from 'node:readline'
import { afterEach, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { BlockingRecord } from '@offloop/runtime/detect'
import { startServer, type RunningServer } from '../detect/serve.test.kit.ts'

let server: RunningServer | undefined
afterEach(async () => {
  await server?.end()
  server = undefined
})
const start = async (): Promise<{ running: RunningServer; url: string }> => {
  server = await startServer({ file: 'long-lived.mjs', env: { OFFLOOP_WATCHDOG: '1', OFFLOOP_SUMMARY: '0' } })
  return { running: server, url: server.url }
}

/** Numbers of beats that have come, in their order. */
class Beats {
  readonly seen: number[] = []
  readonly answers: string[] = []
  note(text: string): void {
    if (/^\d+$/u.test(text)) this.seen.push(Number(text))
    else this.answers.push(text)
  }
  get areWhole(): boolean {
    return this.seen.every((beat, index) => beat === index)
  }
}

async function eventsOf(url: string, beats: Beats, signal: AbortSignal): Promise<void> {
  const answer = await fetch(`${url}/events`, { signal })
  const lines = answer.body!.pipeThrough(new TextDecoderStream())
  for await (const text of lines as unknown as AsyncIterable<string>)
    for (const [, beat = ''] of text.matchAll(/^data: (\d+)$/gmu)) beats.note(beat)
}

const socketOf = async (url: string, beats: Beats): Promise<WebSocket> => {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/socket?reader=ada`)
  socket.on('message', (data: Buffer) => beats.note(String(data)))
  await once(socket, 'open')
  return socket
}

test('heartbeats of events and sockets go on while views compute on threads; on the loop the detector reports the stall', async () => {
  const { running, url } = await start()
  const [events, messages, leaving] = [new Beats(), new Beats(), new AbortController()]
  const streaming = eventsOf(url, events, leaving.signal).catch(() => undefined)
  const socket = await socketOf(url, messages)
  await vi.waitFor(() => expect(Math.min(events.seen.length, messages.seen.length)).toBeGreaterThan(0), { timeout: 20_000 })
  const before = [events.seen.length, messages.seen.length]
  for (let time = 0; time < 3; time++) expect(await (await fetch(`${url}/thread`)).text()).toBe('done')
  // Beats came while it computed, none of them late or lost.
  expect([events.seen.length, messages.seen.length].map((count, index) => count - (before[index] ?? 0) > 3)).toEqual([true, true])
  expect([events.areWhole, messages.areWhole]).toEqual([true, true])

  expect(await (await fetch(`${url}/loop`)).text()).toBe('done')
  // Of other stalls the test knows nothing: a machine that others use has them.
  const isStallOf = (route: string) => (record: BlockingRecord) =>
    record.kind === 'stall' && record.context.route === route && record.stack.some(({ name }) => name === 'busy')
  await running.record(isStallOf('/loop'))
  leaving.abort()
  socket.close()
  await streaming
  const { records } = await running.end()
  expect(records.filter(isStallOf('/thread'))).toEqual([])
})

test('a socket sees the variables of the request that opened it', async () => {
  const { url } = await start()
  const beats = new Beats()
  const socket = await socketOf(url, beats)
  socket.send('hello')
  await vi.waitFor(() => expect(beats.answers).toEqual(['hello for ada']), { timeout: 20_000 })
  socket.close()
})

test('a task goes on when its request has been answered, with its variables, and when its client has left', async () => {
  const { running, url } = await start()
  expect(await (await fetch(`${url}/task?reader=grace`)).text()).toBe('accepted')
  await vi.waitFor(async () => expect(await running.ask('/done')).toEqual(['grace true']), { timeout: 20_000 })
  const left = ask(`${url}/task?reader=joan`).on('error', () => undefined)
  left.end()
  await once(left, 'socket')
  await once(left, 'finish')
  await vi.waitFor(async () => expect(await running.ask('/done')).toHaveLength(2), { timeout: 20_000 })
  left.destroy()
  expect(((await running.ask('/done')) as string[])[1]).toMatch(/^joan /u)
  await fetch(`${url}/task?reader=x&fails`)
  await vi.waitFor(async () => expect(await running.ask('/done')).toContain('the mail server is away'), { timeout: 20_000 })
})

test.each([
  ['tasks that end', 'reader=ada', { isDrained: true, done: ['ada true'] }],
  ['a task that never ends is left after its time', 'reader=ada&never', { isDrained: false, done: [] }],
])('at shutdown a server waits for %s', async (_what, query, expected) => {
  const { running, url } = await start()
  await (await fetch(`${url}/task?${query}`)).text()
  const said = once(createInterface({ input: running.child.stdout }), 'line')
  running.child.kill('SIGTERM')
  const [line] = (await said) as [string]
  expect(JSON.parse(line)).toEqual(expected)
  expect((await running.end()).code).toBe(0)
  server = undefined
})
