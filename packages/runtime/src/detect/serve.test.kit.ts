/** Starts servers under the detector as users start them, and reads what it reports: for tests. */
import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { vi } from 'vitest'
import type { BlockingRecord } from '@offloop/runtime/detect'

/** A file of `fixtures/detect`. */
export const fixture = (name: string): string => fileURLToPath(new URL(`../../../../fixtures/detect/${name}`, import.meta.url))

export interface ServerOptions {
  /** A file of `fixtures/detect`, or a path. Default `server.mjs`. */
  readonly file?: string
  readonly env?: Readonly<Record<string, string>>
  /** Arguments of Node before the file. Default: the detector. */
  readonly args?: readonly string[]
}

export interface Outcome {
  readonly records: readonly BlockingRecord[]
  readonly stderr: string
  readonly code: number | null
}

export interface RunningServer {
  readonly child: ChildProcessWithoutNullStreams
  readonly url: string
  /** The answer of a path, as JSON. */
  ask(path: string, init?: RequestInit): Promise<unknown>
  /** Waits for a record on the disk. */
  record(fits: (record: BlockingRecord) => boolean): Promise<BlockingRecord>
  /** Ends the server and reads its report. */
  end(): Promise<Outcome>
}

/** Starts a server that prints its port and ends with its input. */
export async function startServer({
  file = 'server.mjs',
  env = {},
  args = ['--import', '@offloop/runtime/detect'],
}: ServerOptions = {}): Promise<RunningServer> {
  const report = env['OFFLOOP_REPORT'] ?? join(mkdtempSync(join(tmpdir(), 'offloop-detect-')), 'blocking.jsonl')
  const child = spawn(process.execPath, [...args, file.includes('/') ? file : fixture(file)], {
    cwd: fixture('.'),
    env: { PATH: process.env['PATH'], OFFLOOP_REPORT: report, OFFLOOP_WATCHDOG: '0', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const exit = once(child, 'close')
  const [port] = (await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    exit.then(() => Promise.reject(new Error(`the server ended before it listened:\n${stderr}`))),
  ])) as [string]
  const records = (): BlockingRecord[] => readRecords(report)
  const url = `http://127.0.0.1:${port}`
  return {
    child,
    url,
    ask: async (path, init) => {
      const text = await (await fetch(url + path, init)).text()
      return text === '' ? undefined : JSON.parse(text)
    },
    record: (fits) =>
      vi.waitFor(
        () => {
          const found = records().find(fits)
          if (!found)
            throw new Error(
              `no such record; there are:\n${records()
                .map((each) => JSON.stringify(each))
                .join('\n')}`,
            )
          return found
        },
        { timeout: 20_000, interval: 50 },
      ),
    async end() {
      child.stdin.end()
      const [code] = (await exit) as [number | null]
      return { records: records(), stderr, code }
    },
  }
}

/** Asks for each path in turn and ends the server. */
export async function serve(
  paths: readonly string[],
  env: Record<string, string> = {},
  file?: string,
  args?: readonly string[],
): Promise<Outcome & { readonly answers: readonly unknown[] }> {
  const server = await startServer({ env, ...(file !== undefined && { file }), ...(args && { args }) })
  const answers: unknown[] = []
  for (const path of paths) answers.push(await server.ask(path))
  return { answers, ...(await server.end()) }
}

/** What most tests want to know of a record. */
export function shortOf({ kind, api, count, context, source }: BlockingRecord): unknown[] {
  return [kind, api, count, context, source && basename(source.file)]
}

function readRecords(path: string): BlockingRecord[] {
  // A device has no end.
  const lines = existsSync(path) && statSync(path).isFile() ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : []
  return lines.map((line) => JSON.parse(line) as BlockingRecord)
}
