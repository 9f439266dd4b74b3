/** The Django examples with the waits of the documents: their figures beside ours. */
import { setTimeout as wait } from 'node:timers/promises'
import { answerTime, healthBeside, whileServing } from '@offloop/dev/django/measure'
import { frameworks } from '@offloop/dev/django/serve'
import type { Framework, ServedExample } from '@offloop/dev/django/serve'
import { openUpstream } from '@offloop/dev/django/upstream'
import { judged } from './row.ts'
import type { Row } from './row.ts'

const named = { express: 'Express', fastify: 'Fastify' } as const

/** Rows of the group `django`. */
export async function djangoRows(): Promise<Row[]> {
  const rows: Row[] = []
  for (const framework of frameworks) {
    rows.push(...(await threeCounts(framework)), ...(await fetches(framework)), ...(await aggregated(framework)))
    rows.push(...(await health(framework)))
  }
  return rows
}

async function threeCounts(framework: Framework): Promise<Row[]> {
  const of = (form: string): Promise<number> =>
    whileServing('three-counts', form, { framework }, (server) => answerTime(server, '/counts')).then(seconds)
  const claim = `three counts of 1 s, gathered, against the sync form (Django: 3.0 s -> 1.0 s), ${named[framework]}`
  return [judged(claim, await of('gathered'), await of('sync'), 's', '<=', 0.36)]
}

async function fetches(framework: Framework): Promise<Row[]> {
  const upstream = await openUpstream(() => wait(70))
  try {
    const env = { UPSTREAM: upstream.url }
    const of = (form: string): Promise<number> =>
      whileServing('upstream-fetches', form, { framework, env }, (server) => answerTime(server, '/people', 9))
    const sync = await of('sync')
    const row = (way: string, ours: number): Row =>
      judged(
        `five fetches of 70 ms, ${way}, against one by one (Python: 350 ms -> 140 ms), ${named[framework]}`,
        ours,
        sync,
        'ms',
        '<=',
        0.43,
      )
    return [row('on threads', await of('threads')), row('fetch and gather', await of('gathered'))]
  } finally {
    await upstream.close()
  }
}

async function aggregated(framework: Framework): Promise<Row[]> {
  const of = (form: string, runs: number): Promise<number> =>
    whileServing('aggregated', form, { framework }, (server) => answerTime(server, '/async/api_aggregated', runs)).then(seconds)
  const sync = await of('sync', 0)
  const row = (way: string, ours: number): Row =>
    judged(`ten calls of a sync view of 1 s, ${way}, against the loop (Django: 1 s), ${named[framework]}`, ours, sync, 's', '<=', 0.15)
  return [row('migrated', await of('migrated', 1)), row('on threads', await of('offloaded', 1))]
}

async function health(framework: Framework): Promise<Row[]> {
  const of = (form: string, path: string): Promise<number> =>
    whileServing('long-computation', form, { framework }, (server) => middleOf(server, path))
  const row = async (what: string, form: string, path: string): Promise<Row> =>
    judged(`/health beside ${what}, ${named[framework]}`, await of(form, path), await of('sync', path), 'ms', '<=', 0.1)
  return [
    await row('a key of 1,000,000 rounds, migrated, against the loop', 'migrated', '/key/secret/1000000'),
    await row('the primes up to 20,000,000 on a thread, against the loop', 'offloaded', '/primes/20000000'),
  ]
}

const seconds = (milliseconds: number): number => milliseconds / 1000

/** `/health` five times, the time in the middle; the first one that counts finds its threads started. */
async function middleOf(server: ServedExample, path: string): Promise<number> {
  const times: number[] = []
  for (let run = 0; run < 6; run++) times.push(await healthBeside(server, path))
  return times.slice(1).sort((a, b) => a - b)[2] ?? 0
}
