/** What watching costs: CPU per HTTP request and while idle, each way in a process of its own, in turn, medians. */
import autocannon from 'autocannon'
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { medianOf } from './median.ts'
import type { Row } from './row.ts'

const server = fileURLToPath(new URL('detector-server.js', import.meta.url))
const peers = ['none', 'monitorEventLoopDelay', 'blocked-at'] as const
const requests = 12_000
/** Longer than the time after which the detector takes a server for one that doesn't block. */
const idleMs = 31_000
const rounds = 3

interface Measured {
  /** Microseconds of CPU per request. */
  readonly request: number
  /** CPU while nothing happens, in percent of one core. */
  readonly idle: number
}

/** Rows of the group `detector`. */
export async function detectorRows(): Promise<Row[]> {
  const ways = ['offloop', ...peers]
  const measured = new Map<string, Measured[]>(ways.map((way) => [way, []]))
  for (let round = 0; round < rounds; round++) for (const [way, each] of await measureAll(ways)) measured.get(way)?.push(each)
  const middle = (way: string, pick: (each: Measured) => number): number => medianOf((measured.get(way) ?? []).map(pick))
  const targets = { none: 1.05, monitorEventLoopDelay: 1.05, 'blocked-at': 0.5 }
  const rows = peers.map((peer): Row => {
    const [ours, theirs] = [middle('offloop', (each) => each.request), middle(peer, (each) => each.request)]
    const watched = peer === 'none' ? 'an unwatched server' : peer
    return {
      claim: `CPU per request with ten awaits that don't block, guard and watchdog, against ${watched}`,
      ours,
      peer: theirs,
      unit: 'µs',
      ratio: ours / theirs,
      target: `<= ${targets[peer]}`,
      holds: ours / theirs <= targets[peer],
    }
  })
  const [idle, unwatched] = [middle('offloop', (each) => each.idle), middle('none', (each) => each.idle)]
  const claim = 'CPU of an idle server, in percent of a core, against an unwatched one'
  return [
    ...rows,
    { claim, ours: idle, peer: unwatched, unit: '%', ratio: idle / Math.max(unwatched, 0.01), target: '<= 1 %', holds: idle <= 1 },
  ]
}

/** All ways idle side by side, then each is loaded alone. */
async function measureAll(ways: readonly string[]): Promise<Map<string, Measured>> {
  const servers = await Promise.all(ways.map(startServer))
  try {
    for (const { url } of servers) await load(url, requests / 4)
    const before = await Promise.all(servers.map(({ cpuMs }) => cpuMs()))
    // What is measured is the cost of time that passes.
    await wait(idleMs)
    const after = await Promise.all(servers.map(({ cpuMs }) => cpuMs()))
    const measured = new Map<string, Measured>()
    for (const [index, { url, way, cpuMs }] of servers.entries()) {
      const from = await cpuMs()
      await load(url, requests)
      const spent = ((await cpuMs()) - from) * 1000
      measured.set(way, { request: spent / requests, idle: ((after[index] ?? 0) - (before[index] ?? 0)) / (idleMs / 100) })
    }
    return measured
  } finally {
    for (const { child } of servers) child.kill('SIGKILL')
  }
}

interface Server {
  readonly way: string
  readonly child: ChildProcess
  readonly url: string
  /** CPU that it has spent, in ms. */
  cpuMs(): Promise<number>
}

async function startServer(way: string): Promise<Server> {
  const child = spawn(process.execPath, [server, way], { stdio: ['ignore', 'pipe', 'inherit'] })
  const url = `http://127.0.0.1:${await firstLine(child)}`
  return { way, child, url, cpuMs: async () => Number(await (await fetch(`${url}/cpu`)).text()) }
}

async function load(url: string, amount: number): Promise<void> {
  const { errors } = await autocannon({ url, connections: 16, amount })
  if (errors > 0) throw new Error(`${errors} requests failed at ${url}`)
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the server has no output')
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return line
}
