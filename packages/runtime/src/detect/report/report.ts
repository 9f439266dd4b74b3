/** Where records go: a diagnostics channel, counters and spans, then JSON lines or stderr, and a summary at exit. */
import { channel } from 'node:diagnostics_channel'
import type { RuleUse } from '../guard/allow.ts'
import type { BlockingRecord } from '@offloop/catalog'
import { LineFile } from './line-file.ts'
import { Metrics } from './metrics.ts'
import { activeSpan, addSpanEvent } from './span-events.ts'
import type { Span } from './span-events.ts'
import { inColour, lineOf, placeOf, Summary } from './summary.ts'

const blockingChannel = channel('offloop:blocking')
/** On stderr, a call site is named again only after this time. */
const repeatAfterMs = 10_000
const mostPlaces = 2000

/** What a reporter needs to know. */
export interface ReporterOptions {
  /** File for JSON lines. */
  readonly path?: string
  /** Records go to the channel alone. */
  readonly isQuiet: boolean
  say(message: string): void
  onRecord?(record: BlockingRecord): void
}

/** Takes records until `close`. */
export class Reporter {
  readonly #options: ReporterOptions
  readonly #file: LineFile | undefined
  readonly #summary = new Summary()
  readonly #said = new Map<string, number>()
  /** Counters for Prometheus. */
  readonly metrics = new Metrics()

  constructor(options: ReporterOptions) {
    const { path, say } = options
    this.#options = options
    if (path !== undefined)
      this.#file = new LineFile(path, ({ message }) =>
        say(`the report ${path} can't be written (${message}); the application goes on without it`),
      )
  }

  /** Publishes and counts a record; `span` is the one that was active then, by default the one that is active now. */
  add(record: BlockingRecord, span: Span | undefined = activeSpan()): void {
    if (span) addSpanEvent(span, record)
    blockingChannel.publish(record)
    if (this.#options.isQuiet) return
    this.#summary.add(record)
    this.metrics.add(record)
    if (this.#file) this.#file.add(JSON.stringify(record))
    else if (this.#isNews(record)) this.#options.say(process.stderr.isTTY && !process.env['NO_COLOR'] ? inColour(record) : lineOf(record))
    this.#options.onRecord?.(record)
  }

  /** Writes what is still waiting; with `summary`, prints the top call sites and the rules that allowed nothing. */
  close(summary: boolean, rules: readonly RuleUse[]): void {
    this.#file?.close()
    const text = summary ? this.#summary.text(rules) : ''
    if (text !== '') process.stderr.write(text)
  }

  /** Calls `then` when nothing is on its way to the disk. */
  whenIdle(then: () => void): void {
    if (this.#file) this.#file.whenIdle(then)
    else then()
  }

  #isNews(record: BlockingRecord): boolean {
    const key = `${record.kind} ${record.api} ${placeOf(record)}`
    const last = this.#said.get(key)
    if (last !== undefined && record.at - last < repeatAfterMs) return false
    if (this.#said.size >= mostPlaces) this.#said.clear()
    this.#said.set(key, record.at)
    return true
  }
}
