/** What a view gave, as a complete response; what is none is refused by name. */
import { inspect } from 'node:util'
import { InvalidResponseError } from '../errors.ts'
import { isStream } from './stream.ts'
import type { FullResponse } from './view.ts'

const keys = new Set(['status', 'headers', 'body'])

/** The complete response; throws InvalidResponseError, which names the view or middleware. */
export function fullResponse(result: unknown, name: string): FullResponse {
  if (typeof result === 'string' || result instanceof Uint8Array || isStream(result)) return { status: 200, headers: {}, body: result }
  if (typeof result !== 'object' || result === null || Array.isArray(result)) throw new InvalidResponseError(name, wordsFor(result))
  if (isThenable(result)) {
    // Nobody reads this promise any more, so its rejection must not end the thread.
    result.then(undefined, () => undefined)
    throw new InvalidResponseError(name, 'a promise from sync code: await it, and declare the function async')
  }
  const odd = Object.keys(result).find((key) => !keys.has(key))
  if (odd !== undefined) throw new InvalidResponseError(name, `an object with "${odd}": put data into "body"`)
  const { status = 200, headers = {}, body } = result as { status?: unknown; headers?: object; body?: unknown }
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599)
    throw new InvalidResponseError(name, `the status ${inspect(status)}: it is a number from 200 to 599`)
  return { status, headers: plainHeaders(headers, name), body }
}

const isThenable = (value: object): value is PromiseLike<unknown> => typeof (value as { then?: unknown }).then === 'function'

function wordsFor(result: unknown): string {
  if (result === undefined) return 'nothing: return a response'
  return `${inspect(result, { depth: 0 })}: return { status, headers, body }, a text or bytes`
}

function plainHeaders(headers: object, name: string): FullResponse['headers'] {
  const plain: FullResponse['headers'] = {}
  for (const [key, value] of Object.entries(headers) as [string, unknown][]) {
    if (value === undefined) continue
    if (Array.isArray(value)) plain[key.toLowerCase()] = value.map(String)
    else if (typeof value === 'string' || typeof value === 'number') plain[key.toLowerCase()] = String(value)
    else
      throw new InvalidResponseError(name, `the header "${key}" as ${inspect(value, { depth: 0 })}: a header is a text, a number or a list`)
  }
  return plain
}

/** A response ready to be sent. */
export interface Answer {
  readonly status: number
  readonly headers: Record<string, string | string[]>
  /** A stream gives texts and bytes. */
  readonly body: string | Uint8Array | AsyncIterable<unknown> | Iterator<unknown> | undefined
}

/** The answer with its type: data becomes JSON. */
export function answerOf({ status, headers, body }: FullResponse, name: string): Answer {
  if (body === undefined || body === null) return { status, headers, body: undefined }
  const typed = (type: string): Answer['headers'] => ('content-type' in headers ? headers : { ...headers, 'content-type': type })
  if (typeof body === 'string') return { status, headers: typed('text/plain; charset=utf-8'), body }
  if (body instanceof Uint8Array || isStream(body)) return { status, headers: typed('application/octet-stream'), body }
  return { status, headers: typed('application/json; charset=utf-8'), body: jsonOf(body, name) }
}

function jsonOf(body: unknown, name: string): string {
  let text: string | undefined
  try {
    text = JSON.stringify(body)
  } catch (error) {
    throw new InvalidResponseError(name, `a body that JSON can't hold (${(error as Error).message})`, { cause: error })
  }
  if (text === undefined) throw new InvalidResponseError(name, `a body that JSON can't hold (${inspect(body, { depth: 0 })})`)
  return text
}
