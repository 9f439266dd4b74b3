/** The ten Django examples, each in its sync form and in an async one, with waits that are short. */
import { setTimeout as wait } from 'node:timers/promises'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answerOf, answerTime, healthBeside, whileServing } from '../django/measure.ts'
import type { ServedExample } from '../django/serve.ts'
import { openUpstream } from '../django/upstream.ts'
import { tableText } from './table.ts'

/** What an example did in its two forms, in words. */
export interface DjangoRow {
  readonly example: string
  readonly sync: string
  readonly async: string
  readonly verdict: string
}

/** What a second of the documents takes here. */
const second = 0.2
const env = { SECOND: String(second) }
const ms = (value: number): string => `${value.toFixed(0)} ms`
const ratio = (sync: number, async: number): string => `${(sync / async).toFixed(1)}x`
/** The sync form and another one. */
const both = async <T>(of: (form: string) => Promise<T>, form: string): Promise<[T, T]> => [await of('sync'), await of(form)]

async function threeCounts(): Promise<DjangoRow> {
  const of = (form: string): Promise<[number, string]> =>
    whileServing('three-counts', form, { env }, async (server) => {
      const time = await answerTime(server, '/counts')
      return [time, server.lines.slice(-6).join(' ')]
    })
  const [[syncTime, syncOrder], [asyncTime, asyncOrder]] = await both(of, 'gathered')
  const [sync, async] = [`${ms(syncTime)}, ${syncOrder}`, `${ms(asyncTime)}, ${asyncOrder}`]
  return { example: `Three counts of ${second} s`, sync, async, verdict: ratio(syncTime, asyncTime) }
}

async function upstreamFetches(): Promise<DjangoRow> {
  const upstream = await openUpstream(() => wait(70))
  try {
    const of = (form: string): Promise<number> =>
      whileServing('upstream-fetches', form, { env: { UPSTREAM: upstream.url } }, (server) => answerTime(server, '/people', 3))
    const [sync, async] = await both(of, 'gathered')
    return { example: 'Five fetches of 70 ms', sync: ms(sync), async: ms(async), verdict: ratio(sync, async) }
  } finally {
    await upstream.close()
  }
}

async function aggregated(): Promise<DjangoRow> {
  const of = (form: string): Promise<number> =>
    // its threads start with the first request, and stay
    whileServing('aggregated', form, { env }, (server) => answerTime(server, '/async/api_aggregated', form === 'sync' ? 0 : 1))
  const [sync, async] = await both(of, 'offloaded')
  return { example: `Ten calls of a view of ${second} s`, sync: ms(sync), async: ms(async), verdict: ratio(sync, async) }
}

async function orm(): Promise<DjangoRow> {
  const folder = mkdtempSync(join(tmpdir(), 'offloop-blogs-'))
  const example = 'A sync ORM in an async view'
  try {
    const Database = createRequire(import.meta.url)('better-sqlite3') as new (file: string) => { exec(sql: string): void; close(): void }
    const database = new Database(join(folder, 'blogs.db'))
    database.exec("CREATE TABLE blog (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO blog VALUES (1, 'Beatles')")
    database.close()
  } catch {
    rmSync(folder, { recursive: true })
    return { example, sync: '', async: '', verdict: 'left out: better-sqlite3 is not installed' }
  }
  const options = { isWatched: true, env: { DATABASE: join(folder, 'blogs.db'), OFFLOOP_MODE: 'throw', OFFLOOP_REPORT: '/dev/null' } }
  try {
    const of = (form: string): Promise<string> =>
      whileServing('orm', form, options, async (server) => {
        const answer = await fetch(`${server.url}/blogs/1`)
        return `${answer.status} ${/\w+OperationError/u.exec(await answer.text())?.[0] ?? ''}`.trim()
      })
    const [sync, async] = await both(of, 'wrapped')
    return { example, sync, async, verdict: 'mode throw refuses it on the loop' }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function forgottenAwait(): Promise<DjangoRow> {
  const folder = mkdtempSync(join(tmpdir(), 'offloop-people-'))
  const people = { method: 'POST', body: '["Ada","Grace"]', headers: { 'content-type': 'application/json' } }
  const of = (form: string): Promise<string> =>
    whileServing('forgotten-await', form, { env: { DATA_DIR: folder } }, async (server) => {
      await answerOf(`${server.url}/people`, people)
      await server.printed((lines) => lines.length === 3)
      return server.lines.map((line) => line.split(' ')[0]).join(', ')
    })
  try {
    const [sync, async] = await both(of, 'forgotten')
    return { example: 'The forgotten await', sync, async, verdict: 'lint and debug mode name the line' }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function currentUser(): Promise<DjangoRow> {
  const folder = mkdtempSync(join(tmpdir(), 'offloop-notes-'))
  const of = (form: string): Promise<string> =>
    whileServing('current-user', form, { env: { NOTES: join(folder, 'notes.txt') } }, async ({ url }) => {
      const users = ['ada', 'grace', 'mary']
      const note = (user: string): Promise<unknown> => answerOf(`${url}/notes/x`, { method: 'POST', headers: { 'x-user': user } })
      const notes = (await Promise.all(users.map(note))) as { createdBy: string }[]
      return `${notes.filter(({ createdBy }, index) => createdBy === users[index]).length} of 3 notes signed right`
    })
  try {
    const [sync, async] = await both(of, 'composed')
    return { example: 'The current user', sync, async, verdict: `with a module variable: ${(await of('migrated')).slice(0, 6)}` }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function longComputation(): Promise<DjangoRow> {
  const of = (form: string): Promise<number> =>
    whileServing('long-computation', form, {}, (server) => healthBeside(server, '/primes/20000000'))
  const [sync, async] = await both(of, 'offloaded')
  return { example: '/health beside a long computation', sync: ms(sync), async: ms(async), verdict: ratio(sync, async) }
}

async function slowCallback(): Promise<DjangoRow> {
  const beats = (server: ServedExample): number => server.lines.lastIndexOf('done') - server.lines.lastIndexOf('slow') - 1
  const of = (form: string): Promise<string> =>
    whileServing('slow-callback', form, {}, async (server) => {
      await answerOf(`${server.url}/slow`)
      await server.printed((lines) => lines.includes('done'))
      return `${beats(server)} beats of a background task`
    })
  const [sync, async] = await both(of, 'offloaded')
  return { example: 'A slow callback of 300 ms', sync, async, verdict: 'the watchdog reports the first' }
}

async function bank(): Promise<DjangoRow> {
  const of = (form: string): Promise<string> =>
    whileServing('bank', form, {}, async ({ url }) => {
      const transfer = (): Promise<unknown> => answerOf(`${url}/transfers/ada/grace/10`, { method: 'POST' })
      await Promise.all([transfer(), transfer()])
      return Object.values((await answerOf(`${url}/accounts`)) as object).join(' and ')
    })
  const [sync, async] = await both(of, 'reread')
  return { example: 'Two transfers of 10 from 100', sync, async, verdict: `read before an await: ${await of('migrated')}` }
}

async function mixedChain(): Promise<DjangoRow> {
  const async = await whileServing('mixed-chain', 'composed', {}, async ({ url }) => {
    const { visits } = (await answerOf(`${url}/hello/ada`)) as { visits: string[] }
    const on = (place: string): string => visits.flatMap((each) => (each.endsWith(` on ${place}`) ? [each.split(' ')[0]] : [])).join(', ')
    return `loop: ${on('loop')}; thread: ${on('thread')}`
  })
  return { example: 'Sync and async middleware', sync: 'loop: all', async, verdict: 'one trip to a thread' }
}

/** The examples in the order of the documents. */
const examples = [
  ...[threeCounts, upstreamFetches, aggregated, orm, forgottenAwait],
  ...[currentUser, longComputation, slowCallback, bank, mixedChain],
]

/** Runs the ten examples, one after the other. */
export async function djangoRows(): Promise<DjangoRow[]> {
  const rows: DjangoRow[] = []
  for (const example of examples) rows.push(await example())
  return rows
}

/** The rows as a table. */
export function djangoText(rows: readonly DjangoRow[]): string {
  return tableText([['', 'sync', 'async', ''], ...rows.map((each) => [each.example, each.sync, each.async, each.verdict])], 'words')
}
