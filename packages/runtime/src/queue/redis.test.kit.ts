/** A Redis of the tests' own, and worker processes of its queues. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** The server's program; the machine may have none. */
export const redisProgram = (process.env['PATH'] ?? '')
  .split(delimiter)
  .flatMap((folder) => ['redis-server', 'valkey-server'].map((name) => join(folder, name)))
  .find((path) => existsSync(path))

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Ends a process at once and waits for its end. */
export async function killHard(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

/** A Redis on a port of its own, with a temporary folder. */
export class TestRedis implements AsyncDisposable {
  readonly connection: { readonly host: string; readonly port: number }
  readonly folder: string
  readonly #isPersistent: boolean
  readonly #workers: ChildProcess[] = []
  #child: ChildProcess | undefined
  private constructor(port: number, isPersistent: boolean) {
    this.connection = { host: '127.0.0.1', port }
    this.folder = mkdtempSync(join(tmpdir(), 'offloop-redis-'))
    this.#isPersistent = isPersistent
  }
  /** Starts one; `isPersistent` keeps its data over a restart. */
  static async start({ isPersistent = false }: { isPersistent?: boolean } = {}): Promise<TestRedis> {
    const redis = new TestRedis(await freePort(), isPersistent)
    await redis.startAgain()
    return redis
  }
  get address(): string {
    return `127.0.0.1:${this.connection.port}`
  }
  /** Starts it where it was killed. */
  async startAgain(): Promise<void> {
    const keep = this.#isPersistent ? ['--appendonly', 'yes', '--appendfsync', 'always'] : ['--appendonly', 'no']
    const args = ['--bind', '127.0.0.1', '--port', String(this.connection.port), '--dir', this.folder, '--save', '', ...keep]
    this.#child = spawn(redisProgram ?? '', args, { stdio: ['ignore', 'pipe', 'inherit'] })
    for await (const line of createInterface({ input: this.#child.stdout as NodeJS.ReadableStream }))
      if (/ready to accept connections/iu.test(line)) break
    this.#child.stdout?.resume()
  }
  /** Ends it without warning. */
  async kill(): Promise<void> {
    if (this.#child) await killHard(this.#child)
  }
  /** A worker process that serves the fixtures' functions. */
  async worker(options: Readonly<Record<string, unknown>>): Promise<ChildProcess> {
    const file = fileURLToPath(new URL('../../../../fixtures/queue/worker.mjs', import.meta.url))
    const child = spawn(process.execPath, [file, JSON.stringify({ connection: this.connection, ...options })], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.#workers.push(child)
    await once(createInterface({ input: child.stdout }), 'line')
    return child
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#workers.map(killHard))
    await this.kill()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
