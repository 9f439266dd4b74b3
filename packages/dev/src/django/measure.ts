/** What the examples take and do, as a client sees it: for the demo and the bench. */
import { copyExample } from './example.ts'
import { serveExample } from './serve.ts'
import type { ServedExample, ServeOptions } from './serve.ts'

/** A form of an example, and how it is served. */
export interface Served extends ServeOptions {
  readonly framework?: 'express' | 'fastify'
}

/** Serves a form of an example while `use` runs. */
export async function whileServing<T>(
  name: string,
  form: string,
  { framework = 'express', ...options }: Served,
  use: (server: ServedExample) => Promise<T>,
): Promise<T> {
  const subject = copyExample(name, form)
  try {
    const server = await serveExample(subject.folder, framework, options)
    try {
      return await use(server)
    } finally {
      await server.stop()
    }
  } finally {
    subject.remove()
  }
}

/** The JSON of an answer that must be fine. */
export async function answerOf(url: string, init?: RequestInit): Promise<unknown> {
  const answer = await fetch(url, init)
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
  return answer.json()
}

/** How long `action` takes, in ms. */
export async function millisecondsOf(action: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await action()
  return performance.now() - begun
}

/** How long the answer to a request takes, in ms: of several runs, after one that doesn't count, that in the middle; with none, the first. */
export async function answerTime(server: ServedExample, path: string, runs = 1): Promise<number> {
  const times: number[] = []
  for (let run = 0; run <= runs; run++) times.push(await millisecondsOf(() => answerOf(server.url + path)))
  return times.slice(Math.min(runs, 1)).sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0
}

/** How long `/health` takes, in ms, when it is asked for as soon as the long computation of `path` has begun. */
export async function healthBeside(server: ServedExample, path: string): Promise<number> {
  const computing = (lines: readonly string[]): number => lines.filter((line) => line === 'computing').length
  const already = computing(server.lines)
  await answerOf(`${server.url}/health`)
  const computed = answerOf(server.url + path)
  await server.printed((lines) => computing(lines) > already)
  const waited = await millisecondsOf(() => answerOf(`${server.url}/health`))
  await computed
  return waited
}
