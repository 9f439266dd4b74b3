/** What views cost, and what they save: trips to threads, and the latency of other requests while a view computes. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, get } from 'node:http'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { IncomingMessage } from 'node:http'
import { inProcess } from './in-process.ts'
import { medianOf } from './median.ts'
import { judged, type Row } from './row.ts'

const clients = 8
const loadMs = 4000
const rounds = 3
/** A view computes for 10 ms. */
const path = '/?ms=10'

/** What a server was like under load. */
interface Served {
  /** Answers of the view a second. */
  readonly rate: number
  /** Median latency of /health in ms. */
  readonly health: number
}

/** Rows of the group `views`. */
export async function viewRows(): Promise<Row[]> {
  const { call, view, chain, oneByOne, asyncView, bareAsync } =
    inProcess<Record<'call' | 'view' | 'chain' | 'oneByOne' | 'asyncView' | 'bareAsync', number>>('views-process')
  const servers = new Map<string, Served[]>(['on the loop', 'offloaded', 'piscina'].map((way) => [way, []]))
  for (let round = 0; round < rounds; round++) for (const [way, list] of servers) list.push(await served(way))
  const of = (way: string, figure: keyof Served): number => medianOf((servers.get(way) ?? []).map((each) => each[figure]))
  const busy = `a view that computes for 10 ms, ${clients} clients`
  return [
    judged('a sync view, against a bare syncToAsync call of it', view, call, 'µs', '<=', 1.5),
    judged('a sync view under three sync middlewares on one trip, against the view alone', chain, view, 'µs', '<=', 1.25),
    judged('the same, against each middleware adapted by itself (two trips each)', chain, oneByOne, 'µs', '<=', 0.25),
    { ...judged('an async view, against calling it', asyncView, bareAsync, 'µs', '<=', 10), target: 'documented', holds: true },
    judged(
      `${busy}: median latency of /health, against the view on the loop`,
      of('offloaded', 'health'),
      of('on the loop', 'health'),
      'ms',
      '<=',
      0.25,
    ),
    judged(`${busy}: the same, against piscina by hand`, of('offloaded', 'health'), of('piscina', 'health'), 'ms', '<=', 1.25),
    judged(`${busy}: answers, against the view on the loop`, of('offloaded', 'rate'), of('on the loop', 'rate'), '/s', '>=', 1.2),
    judged(`${busy}: answers, against piscina by hand`, of('offloaded', 'rate'), of('piscina', 'rate'), '/s', '>=', 0.95),
  ]
}

async function served(way: string): Promise<Served> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('views-server.js', import.meta.url)), way], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [port] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  const agent = new Agent({ keepAlive: true })
  try {
    return await load(`http://127.0.0.1:${port}`, agent)
  } finally {
    agent.destroy()
    child.kill('SIGKILL')
  }
}

async function load(url: string, agent: Agent): Promise<Served> {
  const ask = async (path: string): Promise<void> => {
    const [answer] = (await once(get(url + path, { agent }), 'response')) as [IncomingMessage]
    await text(answer)
  }
  // Threads start, code gets compiled.
  for (let request = 0; request < 50; request++) await ask(path)
  const from = performance.now()
  const isOver = (): boolean => performance.now() - from > loadMs
  let answers = 0
  const latencies: number[] = []
  const client = async (): Promise<void> => {
    for (; !isOver(); answers++) await ask(path)
  }
  const probe = async (): Promise<void> => {
    while (!isOver()) {
      const begun = performance.now()
      await ask('/health')
      latencies.push(performance.now() - begun)
      await wait(5)
    }
  }
  await Promise.all([probe(), ...Array.from({ length: clients }, client)])
  return { rate: answers / (loadMs / 1000), health: medianOf(latencies) }
}
