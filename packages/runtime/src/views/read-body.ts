/** Reads a body up to a limit: what is longer is not taken in. */
import type { IncomingMessage } from 'node:http'
import { BadRequestError, BodyTooLargeError, ClientGoneError } from '../errors.ts'

/** The bytes of a request of node:http. Throws BodyTooLargeError as soon as it is known, and ClientGoneError where the client leaves. */
export async function readMessage(message: IncomingMessage, limit: number): Promise<Uint8Array> {
  if (Number(message.headers['content-length']) > limit) throw new BodyTooLargeError(limit)
  if (message.destroyed) throw new ClientGoneError()
  return new Promise((resolve, reject) => {
    const parts: Uint8Array[] = []
    let length = 0
    const stop = (act: () => void): void => {
      message.off('data', onData).off('end', onEnd).off('error', onError).off('close', onClose)
      act()
    }
    const refuse = (error: Error): void =>
      stop(() => {
        // The rest is not read by us; node:http throws it away once the answer has been sent.
        message.pause()
        reject(error)
      })
    const onData = (chunk: Uint8Array | string): void => {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
      length += bytes.length
      if (length > limit) refuse(new BodyTooLargeError(limit))
      else parts.push(bytes)
    }
    const onEnd = (): void => stop(() => resolve(joined(parts, length)))
    const onError = (error: Error): void =>
      stop(() => reject(message.destroyed ? new ClientGoneError() : new BadRequestError(error.message)))
    const onClose = (): void => stop(() => reject(new ClientGoneError()))
    message.on('data', onData).on('end', onEnd).on('error', onError).on('close', onClose)
  })
}

/** The bytes of a stream of the web. */
export async function readWeb(body: ReadableStream<Uint8Array> | null, limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  if (body) {
    for await (const bytes of body as unknown as AsyncIterable<Uint8Array>) {
      length += bytes.length
      if (length > limit) throw new BodyTooLargeError(limit)
      parts.push(bytes)
    }
  }
  return joined(parts, length)
}

/** One array with a buffer of its own, which is copied to a thread whole. */
function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
