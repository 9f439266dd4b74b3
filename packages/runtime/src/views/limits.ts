/** How much of a request is taken in, and what is refused with the status that tells the client. */
import { HeadersTooLargeError } from '../errors.ts'

/** Limits of a request; beyond them it is refused before the view sees it. */
export interface RequestLimits {
  /** Bytes of a body. Default 1 MiB. */
  readonly maxBody: number
  /** Number of headers, repeated ones counted one by one. Default 200. */
  readonly maxHeaders: number
  /** Bytes of all header names and values. Default 32 KiB. */
  readonly maxHeaderBytes: number
  /** Number of fields of a query or a form. Default 1000. */
  readonly maxFields: number
}

/** What holds where nothing was said. */
export const defaultLimits: RequestLimits = { maxBody: 1024 * 1024, maxHeaders: 200, maxHeaderBytes: 32 * 1024, maxFields: 1000 }

/** Throws HeadersTooLargeError, before anything is built of the headers. `raw` has names and values in turn. */
export function checkHeaders(raw: readonly string[], { maxHeaders, maxHeaderBytes }: RequestLimits): void {
  const count = raw.length / 2
  if (count > maxHeaders) throw new HeadersTooLargeError(`${count} headers; ${maxHeaders} are allowed (maxHeaders)`)
  let bytes = 0
  for (const text of raw) bytes += text.length
  if (bytes > maxHeaderBytes) throw new HeadersTooLargeError(`${bytes} bytes of headers; ${maxHeaderBytes} are allowed (maxHeaderBytes)`)
}
