/** What a view sees of a request, made of what came over the wire: in linear time, whatever a client repeats. */
import { BadRequestError } from '../errors.ts'
import type { RequestLimits } from './limits.ts'
import type { ViewRequest } from './view.ts'

/** A record without a prototype: names come from clients. */
const record = <T>(): Record<string, T> => Object.create(null) as Record<string, T>

/** Of these a second one says nothing, or something dangerous: the first counts (RFC 9110, section 5.3; as node:http does). */
const single = new Set(
  `age authorization content-length content-type etag expires from host if-modified-since if-unmodified-since last-modified location
max-forwards proxy-authorization referer retry-after server user-agent`.split(/\s/),
)

/** Headers by lower-case name: the first of those that may come once, one text of the others, a list of `set-cookie`. */
export function headersOf(raw: readonly string[]): ViewRequest['headers'] {
  const values = record<string[]>()
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase()
    // What HTTP/2 tells of the request line is no header.
    if (!name.startsWith(':')) (values[name] ??= []).push(raw[index + 1] ?? '')
  }
  const headers = record<string | string[]>()
  for (const [name, all] of Object.entries(values))
    headers[name] = single.has(name) ? (all[0] ?? '') : name === 'set-cookie' ? all : all.join(name === 'cookie' ? '; ' : ', ')
  return headers
}

/** The cookies of a `cookie` header; of two with one name the first, as it is the more specific (RFC 6265, section 5.4). */
export function cookiesOf(header: string | readonly string[] = ''): ViewRequest['cookies'] {
  const cookies = record<string>()
  for (const pair of String(header).split(';')) {
    const at = pair.indexOf('=')
    if (at < 0) continue
    const name = pair.slice(0, at).trim()
    if (name === '' || name in cookies) continue
    const value = pair.slice(at + 1).trim()
    cookies[name] = decoded(value.startsWith('"') && value.endsWith('"') && value.length > 1 ? value.slice(1, -1) : value)
  }
  return cookies
}

function decoded(value: string): string {
  if (!value.includes('%')) return value
  try {
    return decodeURIComponent(value)
  } catch {
    return value // a percent sign that encodes nothing stands for itself
  }
}

/** Fields of a query or a form; throws BadRequestError for more than `maxFields`. */
export function fieldsOf(text: string, { maxFields }: RequestLimits): Record<string, string | string[]> {
  const fields = record<string | string[]>()
  let count = 0
  for (const [name, value] of new URLSearchParams(text)) {
    if (++count > maxFields) throw new BadRequestError(`The request has more than ${maxFields} fields. Send fewer, or raise maxFields.`)
    const known = fields[name]
    if (known === undefined) fields[name] = value
    else if (typeof known === 'string') fields[name] = [known, value]
    else known.push(value)
  }
  return fields
}

/** Path and query of the address in a request line, which may be a whole URL. */
export function splitUrl(url: string): { path: string; search: string } {
  const local = url.startsWith('/') ? url : url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/iu, '')
  const [beforeHash = ''] = local.split('#', 1)
  const at = beforeHash.indexOf('?')
  return at < 0 ? { path: beforeHash || '/', search: '' } : { path: beforeHash.slice(0, at) || '/', search: beforeHash.slice(at + 1) }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** A body as data by its type; throws BadRequestError where it is not what it says. Compressed ones stay bytes. */
export function bodyOf(bytes: Uint8Array, headers: ViewRequest['headers'], limits: RequestLimits): unknown {
  if (bytes.length === 0) return undefined
  const [type = '', ...parameters] = String(headers['content-type'] ?? '').split(';')
  const kind = type.trim().toLowerCase()
  const charset = parameters
    .map((each) => /^\s*charset\s*=\s*"?([^"\s]+)"?\s*$/iu.exec(each)?.[1]?.toLowerCase())
    .find((each) => each !== undefined)
  const isPlain = ['', 'identity'].includes(String(headers['content-encoding'] ?? '').toLowerCase())
  if (!isPlain || (charset !== undefined && !['utf-8', 'utf8', 'us-ascii'].includes(charset))) return bytes
  if (kind === 'application/json' || kind.endsWith('+json')) return parseJson(textOf(bytes))
  if (kind === 'application/x-www-form-urlencoded') return fieldsOf(textOf(bytes), limits)
  return kind.startsWith('text/') ? textOf(bytes) : bytes
}

function textOf(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch (error) {
    throw new BadRequestError('The body is not UTF-8, which its type says. Send UTF-8, or name its charset.', { cause: error })
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new BadRequestError(`The body is not JSON, which its type says: ${(error as Error).message}.`, { cause: error })
  }
}
