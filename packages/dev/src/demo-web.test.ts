/** Checks the command line of the demo's page. */
import { spawnSync } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './root.ts'

const run = (...args: readonly string[]): { status: number | null; text: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'packages/dev/dist/demo-web.js'), ...args], {
    encoding: 'utf8',
  })
  return { status, text: stdout + stderr }
}

test('--help says what it is, wrong flags are refused', () => {
  expect(run('--help')).toEqual({ status: 0, text: expect.stringContaining('npm run demo:web -- [--port 4800]') as string })
  expect(run('--port', 'x')).toEqual({ status: 2, text: 'demo:web: --port takes a whole number from 0 to 65535, not x\n' })
  expect(run('--prt').status).toBe(2)
})

test('a port that is taken is said, with what to do, and nothing is left running', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  expect(run('--port', String(port))).toEqual({
    status: 1,
    text: `demo:web: port ${port} is taken: give another one with --port, or none to get a free one\n`,
  })
  server.close()
})
