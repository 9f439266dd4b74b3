/** Load on the print shop: heavy routes side by side, and a cheap one whose latency is what users feel. */
import autocannon from 'autocannon'
import { Agent, get } from 'node:http'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunningServer } from './subject.ts'

/** What a load measured. */
export interface LoadResult {
  /** Answers of the heavy routes a second. */
  readonly requestsPerSecond: number
  /** Latency of /health in ms meanwhile. */
  readonly p50: number
  readonly p99: number
  /** The longest that /health had to wait, which is the loop's longest stall as a user meets it. */
  readonly longestStallMs: number
  /** Requests without an answer, and answers with another status than expected. */
  readonly failures: number
}

const account = { email: 'demo@example.com', password: 'correct horse' }
const json = { 'content-type': 'application/json' }

/** Signs in and leaves something to work on: orders, artwork, 150 tickets. Returns the token. */
export async function prepare(server: RunningServer): Promise<string> {
  const post = async (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Record<string, string>> => {
    const answer = await fetch(server.url + path, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`POST ${path} answered ${answer.status}`)
    return (await answer.json()) as Record<string, string>
  }
  await post('/accounts', account)
  const { token } = await post('/sessions', account)
  const authorization = `Bearer ${token}`
  for (let i = 0; i < 8; i++) {
    const order = await post('/orders', { product: 'poster', quantity: 10 + i }, { authorization })
    const artwork = await fetch(`${server.url}/orders/${order['id']}/artwork`, {
      method: 'PUT',
      headers: { authorization, 'content-type': 'application/octet-stream' },
      body: new Uint8Array(256 * 1024).fill(i),
    })
    if (!artwork.ok) throw new Error(`PUT /orders/:id/artwork answered ${artwork.status}`)
  }
  mkdirSync(join(server.dataDir, 'tickets'), { recursive: true })
  for (let i = 0; i < 150; i++)
    writeFileSync(
      join(server.dataDir, 'tickets', `ticket-${i}.txt`),
      `ticket,${i}\nproduct,poster\nquantity,${i}\ntotal,12.50\nremark,${'text '.repeat(400)}\n`,
    )
  return token!
}

/** Heavy requests on 8 connections for `seconds`, and a probe of /health every 10 ms. */
export async function applyLoad(server: RunningServer, token: string, seconds: number): Promise<LoadResult> {
  const headers = { authorization: `Bearer ${token}` }
  let unexpected = 0
  const expecting = (status: number) => ({ onResponse: (got: number): void => void (unexpected += got === status ? 0 : 1) })
  const reading = (path: string): autocannon.Request => ({ method: 'GET', path, headers, ...expecting(200) })
  const probing = new AbortController()
  const probe = probeHealth(server.url, probing.signal)
  probe.catch(() => probing.abort()) // a server that dies is reported once the load is over
  const result = await autocannon({
    url: server.url,
    connections: 8,
    duration: seconds,
    requests: [
      reading('/reports/tickets.csv'),
      reading('/export'),
      {
        method: 'POST',
        path: '/sessions',
        headers: json,
        body: JSON.stringify({ ...account, password: 'wrong horse battery' }),
        ...expecting(401),
      },
      reading('/orders'),
      reading('/system'),
      reading('/uploads'),
      reading('/'),
      reading('/audit'),
    ],
  })
  probing.abort()
  const latencies = (await probe).sort((a, b) => a - b)
  const at = (share: number): number => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0
  return {
    requestsPerSecond: result.requests.average,
    p50: at(0.5),
    p99: at(0.99),
    longestStallMs: at(1),
    failures: result.errors + unexpected,
  }
}

async function probeHealth(url: string, signal: AbortSignal): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const latencies: number[] = []
  while (!signal.aborted) {
    const begun = performance.now()
    await new Promise<void>((done, fail) => {
      get(`${url}/health`, { agent }, (answer) => answer.resume().on('end', done)).on('error', fail)
    })
    latencies.push(performance.now() - begun)
    await new Promise((next) => void setTimeout(next, 10))
  }
  agent.destroy()
  return latencies
}
