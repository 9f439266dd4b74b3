/** Runs the call of one job on the worker, and makes its reply. */
import { CallTimeoutError, JobLostError, NotCloneableError, UnknownFunctionError } from '../errors.ts'
import { nextNumber } from '../numbers.ts'
import { abortCalls } from '../threads/aborted.ts'
import { packError } from '../threads/carry-error.ts'
import { perform } from '../threads/perform.ts'
import { refuseHandle, uncopiedResult } from '../threads/uncloneable.ts'
import { checkSize, readCall, type QueuedCall, type QueuedReply } from './job-data.ts'
import { withReason } from './pack-call.ts'
import type { Registered } from './registered.ts'
import { copyOf, encode } from './wire-format.ts'

/** A job as the worker sees it. */
export interface QueuedJob {
  readonly name: string
  /** The call, as text. */
  readonly call: string
  /** How often a worker has begun with it, this time included. */
  readonly starts: number
  /** Aborted where nobody waits for it any more. */
  readonly signal: AbortSignal
}

/** The reply as text, with the message of the error if it is one. */
export interface JobOutcome {
  readonly reply: string
  readonly failure: string | undefined
}

/** Runs a job. Never throws: whatever goes wrong is a reply. */
export async function runJob(job: QueuedJob, functions: ReadonlyMap<string, Registered>, maxPayload: number): Promise<JobOutcome> {
  const { name } = job
  try {
    const found = functions.get(name)
    if (!found) throw new UnknownFunctionError(name, [...functions.keys()])
    const call = readCall(job.call, `What ${name} is called with`, maxPayload)
    const lost = whyLost(job, call, found)
    if (lost !== undefined) throw new JobLostError(name, lost)
    return outcomeOf(name, await replyOf(job, call, found), maxPayload)
  } catch (error) {
    return failureOf(name, error)
  }
}

/** Why a job that was begun before is not begun again. */
function whyLost({ starts }: QueuedJob, call: QueuedCall, { isIdempotent, attempts }: Registered): string | undefined {
  if (starts <= 1) return undefined
  if (!isIdempotent && !call.isIdempotent) return 'its worker ended while it ran'
  return starts > attempts ? `${attempts} workers in a row ended while it ran` : undefined
}

async function replyOf({ name, signal }: QueuedJob, call: QueuedCall, found: Registered): Promise<QueuedReply> {
  const id = nextNumber()
  const ending = new AbortController()
  const stop = (reason: unknown): void => {
    if (ending.signal.aborted) return
    abortCalls([id], reason)
    ending.abort(reason)
  }
  const onAbort = (): void => stop(signal.reason)
  signal.addEventListener('abort', onAbort)
  const { timeout, context, args } = call
  const timer = timeout === undefined ? undefined : setTimeout(() => stop(new CallTimeoutError(name, timeout)), timeout)
  try {
    signal.throwIfAborted()
    const origin = { isAsync: true, isTimed: false, chain: [], context: context.variables, contextId: context.id, lane: undefined }
    const done = await perform({ id, address: { module: '', name }, args, origin, ticket: 0 }, found.run(ending.signal))
    const written = done.written?.map(withReason)
    if (ending.signal.aborted) return { isError: true, value: packError(ending.signal.reason), written }
    return { isError: done.isError, value: done.value, written }
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
  }
}

function outcomeOf(name: string, reply: QueuedReply, maxPayload: number): JobOutcome {
  const text = encodeReply(name, reply)
  checkSize(reply.isError ? `The error of ${name}` : `The result of ${name}`, text, maxPayload)
  return { reply: text, failure: reply.isError ? messageOf(reply.value) : undefined }
}

function encodeReply(name: string, reply: QueuedReply): string {
  if (!reply.isError) refuseHandle(reply.value, () => `The result of ${name}`, copyOf)
  try {
    structuredClone(reply.value)
    return encode(reply)
  } catch (cause) {
    throw new NotCloneableError(uncopiedResult(reply.value, name, copyOf), { cause, isQueued: true })
  }
}

function failureOf(name: string, error: unknown): JobOutcome {
  const value = packError(error)
  const failure = messageOf(value)
  try {
    return { reply: encode({ isError: true, value, written: undefined } satisfies QueuedReply), failure }
  } catch {
    return { reply: encode({ isError: true, value: packError(new Error(`${name} failed: ${failure}`)), written: undefined }), failure }
  }
}

const messageOf = (packed: unknown): string => {
  const { error } = packed as { error?: { name: string; message: string } }
  return error ? `${error.name}: ${error.message}` : 'it threw what is no error'
}
