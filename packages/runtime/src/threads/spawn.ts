/** Starts a thread with its link. */
import { existsSync } from 'node:fs'
import { MessageChannel, Worker, type ResourceLimits } from 'node:worker_threads'
import { ThreadEntryMissingError } from '../errors.ts'
import { Claims, claimsBuffer } from './claims.ts'
import { Link, type LinkHandlers } from './link.ts'
import type { ThreadData } from './worker.ts'

const entry = new URL('./thread.js', import.meta.url)
let isThere = false

/** A thread that has been started. */
export interface Spawned {
  readonly worker: Worker
  readonly link: Link
  /** Where the thread notes the call that it runs. */
  readonly running: Float64Array
  /** Who has the calls that were sent ahead. */
  readonly claims: Claims
}

/** Starts a thread; `isPool` says whether its calls may overlap while one of them waits. Throws where a bundler has left the thread's file behind. */
export function spawn(handlers: LinkHandlers, isPool: boolean, resourceLimits: ResourceLimits = {}): Spawned {
  isThere ||= existsSync(entry)
  if (!isThere) throw new ThreadEntryMissingError(entry.href)
  const { port1, port2 } = new MessageChannel()
  const buffer = new SharedArrayBuffer(8)
  const running = new SharedArrayBuffer(8)
  const claims = claimsBuffer()
  const workerData: ThreadData = { port: port2, buffer, running, claims, isPool }
  const worker = new Worker(entry, { workerData, transferList: [port2], resourceLimits })
  return { worker, link: new Link(port1, buffer, 1, handlers), running: new Float64Array(running), claims: new Claims(claims) }
}
