/** A lane as its parent sees it: a process with a loop of its own, under the detector. */
import type { LaneName } from '@offloop/page/live'
import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { devNull } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { LaneMessage } from './lane-server.ts'

/** What the detector of a lane reports. */
export type LaneRecord = Extract<LaneMessage, { kind: 'record' }>['record']

/** A running lane. */
export interface Lane {
  readonly url: string
  /** Settles when the process has ended. */
  readonly ended: Promise<unknown>
  stop(): Promise<void>
}

/** Delay in ms from which the detector reports a stall. */
export const stallThreshold = 100
const entries: Readonly<Record<LaneName, string>> = { onLoop: './on-the-loop.js', offLoop: './off-the-loop.js' }

/** Starts a lane; `folder` takes the files that it exports. */
export async function startLane(name: LaneName, folder: string, onRecord: (record: LaneRecord) => void): Promise<Lane> {
  const child = fork(fileURLToPath(new URL(entries[name], import.meta.url)), {
    execArgv: ['--import', import.meta.resolve('@offloop/runtime/detect')],
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      DEMO_FOLDER: folder,
      OFFLOOP_REPORT: devNull,
      OFFLOOP_SUMMARY: '0',
      OFFLOOP_THRESHOLD: String(stallThreshold),
    },
  })
  const ended = once(child, 'exit')
  const port = await Promise.race([
    portOf(child, onRecord),
    ended.then(() => Promise.reject(new Error(`the server ${name} ended before it listened`))),
  ])
  return {
    url: `http://127.0.0.1:${port}`,
    ended,
    async stop() {
      child.kill('SIGKILL') // it may be stuck in its work, and has nothing to lose
      await ended
    },
  }
}

function portOf(child: ChildProcess, onRecord: (record: LaneRecord) => void): Promise<number> {
  return new Promise((done) => {
    child.on('message', (message: LaneMessage) => {
      if (message.kind === 'listening') done(message.port)
      else onRecord(message.record)
    })
  })
}
