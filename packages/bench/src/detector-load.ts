/** Loads the servers of the detector benchmark: CPU per request, the slowest batches, and CPU while idle. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const serverFile = fileURLToPath(new URL('detector-server.js', import.meta.url))
/** Short and many: a machine that others share is now faster, now slower, which must meet all ways alike. */
const requests = 1600
const connections = 16
const batch = 10
const rounds = 200
const warmUpRequests = 10_000
/** Ways that take so long that a twentieth of the requests has to do. */
const slow = new Set(['blocked-at'])
/** Longer than the time after which the detector takes a server for one that doesn't block. */
const idleMs = 31_000

/** What one way of watching costs. */
export interface LoadCost {
  /** Microseconds of CPU per request, in each round; the sum over all rounds counts. */
  readonly requestUs: readonly number[]
  /** The slowest of a hundred batches of ten requests in ms, in each round. */
  readonly p99Ms: readonly number[]
  /** CPU while nothing happens, in percent of one core. */
  readonly idlePercent: number
}

/** All ways idle side by side, then they are loaded in turn, alone, again and again: what disturbs one round disturbs all of them. */
export async function measureLoad(ways: readonly string[]): Promise<Map<string, LoadCost>> {
  const servers = await Promise.all(ways.map(startServer))
  try {
    for (const { url, way } of servers) await load(url, slow.has(way) ? requests : warmUpRequests)
    const before = await Promise.all(servers.map(({ cpuMs }) => cpuMs()))
    // What is measured is the cost of time that passes.
    await wait(idleMs)
    const after = await Promise.all(servers.map(({ cpuMs }) => cpuMs()))
    const costs = servers.map(({ way }, index) => ({
      way,
      requestUs: [] as number[],
      p99Ms: [] as number[],
      idlePercent: ((after[index] ?? 0) - (before[index] ?? 0)) / (idleMs / 100),
    }))
    for (let round = 0; round < rounds; round++)
      for (let turn = 0; turn < servers.length; turn++) {
        const at = (turn + round) % servers.length
        const { url, cpuMs, way } = servers[at]!
        const amount = slow.has(way) ? requests / 20 : requests
        const from = await cpuMs()
        const p99Ms = await load(url, amount)
        costs[at]?.requestUs.push((((await cpuMs()) - from) * 1000) / amount)
        costs[at]?.p99Ms.push(p99Ms)
      }
    return new Map(costs.map(({ way, ...cost }) => [way, cost]))
  } finally {
    for (const { child } of servers) child.kill('SIGKILL')
  }
}

/** The mean over all rounds. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0) / Math.max(1, values.length)
}

interface Server {
  readonly way: string
  readonly child: ChildProcess
  readonly url: string
  /** CPU that it has spent, in ms. */
  cpuMs(): Promise<number>
}

async function startServer(way: string): Promise<Server> {
  const child = spawn(process.execPath, [serverFile, way], { stdio: ['ignore', 'pipe', 'inherit'] })
  const url = `http://127.0.0.1:${await firstLine(child)}`
  return { way, child, url, cpuMs: async () => Number(await (await fetch(`${url}/cpu`)).text()) }
}

/**
 * A burst of requests over a few connections, ten at a time on each; gives the slowest of a hundred such batches in ms. Load tools measure for seconds, which a burst must not last;
 * and a client that takes more CPU than the server would measure how the server waits.
 */
async function load(url: string, amount: number): Promise<number> {
  const { port } = new URL(url)
  const times: number[] = []
  let left = amount
  const connection = async (): Promise<void> => {
    const socket = connect(Number(port), '127.0.0.1').setEncoding('latin1')
    await once(socket, 'connect')
    for (; left > 0; left -= batch) times.push(await askBatch(socket))
    socket.destroy()
  }
  await Promise.all(Array.from({ length: connections }, connection))
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0
}

const head = 'HTTP/1.1 200 OK'
const requestsOfBatch = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(batch)

function askBatch(socket: Socket): Promise<number> {
  const begun = performance.now()
  return new Promise((done, fail) => {
    let text = ''
    let answers = 0
    const onData = (chunk: string): void => {
      text += chunk
      for (let at = text.indexOf(head); at >= 0; at = text.indexOf(head)) {
        answers++
        text = text.slice(at + head.length)
      }
      // The last body is short: it comes with its head.
      if (answers < batch || !text.endsWith('}')) return
      socket.off('data', onData).off('close', onClose)
      done(performance.now() - begun)
    }
    const onClose = (): void => fail(new Error(`the server closed a connection after ${answers} answers`))
    socket.on('data', onData).on('close', onClose).write(requestsOfBatch)
  })
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the server has no output')
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return line
}
