/** What watching costs: CPU per HTTP request and while idle, each way in a process of its own, in turn, medians. */
import autocannon from 'autocannon'
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
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
  const measured = new Map<string, Measured[]>(['offloop', ...peers].map((way) => [way, []]))
  for (let round = 0; round < rounds; round++) for (const [way, list] of measured) list.push(await measure(way))
  const medianOf = (way: string, pick: (each: Measured) => number): number =>
    (measured.get(way) ?? []).map(pick).toSorted((a, b) => a - b)[rounds >> 1] ?? 0
  const targets = { none: 1.05, monitorEventLoopDelay: 1.05, 'blocked-at': 0.5 }
  const rows = peers.map((peer): Row => {
    const [ours, theirs] = [medianOf('offloop', (each) => each.request), medianOf(peer, (each) => each.request)]
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
  const [idle, unwatched] = [medianOf('offloop', (each) => each.idle), medianOf('none', (each) => each.idle)]
  const claim = 'CPU of an idle server, in percent of a core, against an unwatched one'
  return [
    ...rows,
    { claim, ours: idle, peer: unwatched, unit: '%', ratio: idle / Math.max(unwatched, 0.01), target: '<= 1 %', holds: idle <= 1 },
  ]
}

async function measure(way: string): Promise<Measured> {
  const child = spawn(process.execPath, [server, way], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const url = `http://127.0.0.1:${await firstLine(child)}`
    const cpu = async (): Promise<number> => Number(await (await fetch(`${url}/cpu`)).text())
    await autocannon({ url, connections: 16, amount: requests / 4 })
    const before = await cpu()
    // What is measured is the cost of time that passes.
    await wait(idleMs)
    const idle = ((await cpu()) - before) / (idleMs / 100)
    const from = await cpu()
    const { errors } = await autocannon({ url, connections: 16, amount: requests })
    if (errors > 0) throw new Error(`${way}: ${errors} requests failed`)
    return { request: (((await cpu()) - from) * 1000) / requests, idle }
  } finally {
    child.kill('SIGKILL')
  }
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the server has no output')
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return line
}
