/** Load on the print shop: heavy routes side by side, and a cheap one whose latency is what users feel. */
import autocannon from 'autocannon'
import { Agent, get } from 'node:http'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunningServer } from './subject.ts'

export interface LoadResult {
  /** Answers of the heavy routes a second. */
  readonly requestsPerSecond: number
  /** Latency of /health in ms meanwhile. */
  readonly p50: number
  readonly p99: number
  readonly max: number
  /** Answers with another status than expected. */
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
    await fetch(`${server.url}/orders/${order['id']}/artwork`, { method: 'PUT', headers: { authorization, 'content-type': 'application/octet-stream' }, body: new Uint8Array(256 * 1024).fill(i) })
  }
  mkdirSync(join(server.dataDir, 'tickets'), { recursive: true })
  for (let i = 0; i < 150; i++) writeFileSync(join(server.dataDir, 'tickets', `ticket-${i}.txt`), `id: ${i}\nsubject: poster ${i}\nopened: 2026-01-${String((i % 28) + 1).padStart(2, '0')}\n${'text '.repeat(400)}\n`)
  return token!
}

/** Heavy requests on 8 connections for `seconds`, and a probe of /health every 10 ms. */
export async function applyLoad(server: RunningServer, token: string, seconds: number): Promise<LoadResult> {
  const headers = { authorization: `Bearer ${token}` }
  const probing = new AbortController()
  const probe = probeHealth(server.url, probing.signal)
  const result = await autocannon({
    url: server.url,
    connections: 8,
    duration: seconds,
    requests: [
      { method: 'GET', path: '/reports/tickets.csv', headers },
      { method: 'GET', path: '/export', headers },
      { method: 'POST', path: '/sessions', headers: json, body: JSON.stringify({ ...account, password: 'wrong horse battery' }) },
      { method: 'GET', path: '/orders', headers },
      { method: 'GET', path: '/system', headers },
      { method: 'GET', path: '/uploads', headers },
      { method: 'GET', path: '/', headers },
      { method: 'GET', path: '/audit', headers },
    ],
  })
  probing.abort()
  const latencies = (await probe).sort((a, b) => a - b)
  const at = (share: number): number => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0
  return { requestsPerSecond: result.requests.average, p50: at(0.5), p99: at(0.99), max: at(1), failures: result.errors + result.timeouts + result['5xx'] }
}

async function probeHealth(url: string, signal: AbortSignal): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const latencies: number[] = []
  while (!signal.aborted) {
    const begun = performance.now()
    await new Promise<void>((done, fail) => {
      get(`${url}/health`, { agent }, answer => answer.resume().on('end', done)).on('error', fail)
    })
    latencies.push(performance.now() - begun)
    await new Promise(next => setTimeout(next, 10))
  }
  agent.destroy()
  return latencies
}
