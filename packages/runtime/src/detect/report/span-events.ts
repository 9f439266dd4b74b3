/** Writes what blocked into the active span of OpenTelemetry, where the application uses its API. */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { BlockingRecord } from '@offloop/catalog'

/** The part of a span of @opentelemetry/api that is used. */
export interface Span {
  addEvent(name: string, attributes: Readonly<Record<string, string | number>>, time: number): unknown
}

interface Api {
  readonly trace?: { getActiveSpan?(): Span | undefined }
}

let api: Api | undefined

/** Looks for the API where the application would: all its copies share one global. */
export function findTracing(): void {
  // Registering a tracer sets this; without it there is no span to ask for.
  if (api || !(Symbol.for('opentelemetry.js.api.1') in globalThis)) return
  try {
    const from = process.argv[1] ? pathToFileURL(process.argv[1]) : join(process.cwd(), '_')
    api = createRequire(from)('@opentelemetry/api') as Api
  } catch {
    api = {} // bundled into the application, out of reach
  }
}

/** The span of the running code. */
export function activeSpan(): Span | undefined {
  return api?.trace?.getActiveSpan?.()
}

/** Adds an event `offloop.blocking`, with the names of attributes that OpenTelemetry has for code. */
export function addSpanEvent(span: Span, record: BlockingRecord): void {
  const { kind, api: id, durationMs, count, source } = record
  span.addEvent(
    'offloop.blocking',
    {
      'offloop.kind': kind,
      'offloop.api': id,
      'offloop.duration_ms': durationMs,
      'offloop.count': count,
      ...(source && { 'code.file.path': source.file, 'code.line.number': source.line, 'code.function.name': source.name }),
    },
    record.at,
  )
}
