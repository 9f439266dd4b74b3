/** A program `sleep` that ends when a meeting lets it go, so that tests decide how long the examples wait. */
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { Meeting } from './meeting.ts'

/** The program, while it can be called. */
export interface Gate {
  /** Variables of the environment for who shall find it. */
  readonly env: Readonly<Record<string, string>>
  close(): Promise<void>
}

/** Puts a `sleep` before that of the system, which attends the meeting. */
export async function openGate(meeting: Meeting): Promise<Gate> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy())
    void meeting.attend().then(() => socket.end())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const folder = await mkdtemp(join(tmpdir(), 'offloop-gate-'))
  const { port } = server.address() as AddressInfo
  const program = `#!${process.execPath}\nrequire('node:net').connect(${port}, '127.0.0.1').resume()\n`
  await writeFile(join(folder, 'sleep'), program, { mode: 0o755 })
  return {
    env: { PATH: `${folder}${delimiter}${process.env['PATH']}` },
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
      await rm(folder, { recursive: true, force: true })
    },
  }
}
