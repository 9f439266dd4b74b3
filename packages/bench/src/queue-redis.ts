/** A Redis for the benches: this machine's `redis-server`, on a port of its own, without a disk. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'

/** Starts one; `close` ends it. */
export async function startRedis(): Promise<{ readonly port: number; close(): Promise<void> }> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  const args = ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--appendonly', 'no']
  const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  await Promise.race([
    once(child, 'spawn'),
    once(child, 'error').then(() => {
      throw new Error('The group "queue" needs redis-server: apt-get install redis-server.')
    }),
  ])
  for await (const line of createInterface({ input: child.stdout })) if (/ready to accept connections/iu.test(line)) break
  child.stdout.resume()
  const ended = once(child, 'exit')
  return { port, close: async () => void (child.kill(), await ended) }
}
