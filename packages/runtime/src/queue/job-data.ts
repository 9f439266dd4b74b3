/** What a job carries: a call on its way out, its reply on the way back. Both are data; nothing in them names code. */
import type { PackedContext } from '../executor.ts'
import { PayloadTooLargeError } from '../errors.ts'
import type { Carried } from '../threads/carry.ts'
import { bytesOf, decode } from './wire-format.ts'

/** The layout of jobs; a worker refuses another one. */
export const layout = 1

/** What BullMQ keeps for a job. */
export interface JobData {
  readonly offloop: typeof layout
  readonly call?: string
  readonly reply?: string
}

/** A call. Its function is the name of the job. */
export interface QueuedCall {
  readonly args: readonly unknown[]
  readonly context: PackedContext
  readonly timeout: number | undefined
  readonly isIdempotent: boolean
}

/** What came of a call. */
export interface QueuedReply {
  readonly isError: boolean
  /** The result, or the error as data. */
  readonly value: unknown
  /** Context variables that the function has written. */
  readonly written: readonly Carried[] | undefined
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const isCarried = (value: unknown): value is Carried[] =>
  Array.isArray(value) && value.every((each) => Array.isArray(each) && typeof each[0] === 'string')

function isCall(value: unknown): value is QueuedCall {
  if (!isObject(value) || !Array.isArray(value['args']) || typeof value['isIdempotent'] !== 'boolean') return false
  const { context, timeout } = value
  if (timeout !== undefined && !(typeof timeout === 'number' && timeout >= 0)) return false
  return isObject(context) && Number.isFinite(context['id']) && isCarried(context['variables'])
}

const isReply = (value: unknown): value is QueuedReply =>
  isObject(value) && typeof value['isError'] === 'boolean' && (value['written'] === undefined || isCarried(value['written']))

/** Whether a job was made by an executor of this package. */
export function isJobData(data: unknown): data is JobData {
  if (!isObject(data) || data['offloop'] !== layout) return false
  return [data['call'], data['reply']].every((text) => text === undefined || typeof text === 'string')
}

/** Throws PayloadTooLargeError for a text whose value takes more than `limit` bytes. */
export function checkSize(what: string, text: string, limit: number): void {
  const bytes = bytesOf(text)
  if (bytes > limit) throw new PayloadTooLargeError(what, bytes, limit)
}

/** The call of a job; throws for what is none. */
export const readCall = (text: string, what: string, limit: number): QueuedCall => read(text, what, limit, isCall)

/** The reply of a job; throws for what is none. */
export const readReply = (text: string, what: string, limit: number): QueuedReply => read(text, what, limit, isReply)

function read<T>(text: string, what: string, limit: number, isIt: (value: unknown) => value is T): T {
  checkSize(what, text, limit)
  let value: unknown
  try {
    value = decode(text)
  } catch (cause) {
    throw new TypeError(`${what} can't be read by Node ${process.versions.node}. The other side may run a newer one.`, { cause })
  }
  if (isIt(value)) return value
  throw new TypeError(`${what} is not what this version of @offloop/runtime writes. Use one version on both sides.`)
}
