/** Where records go: a diagnostics channel, then JSON lines or stderr, and a summary at exit. */
import { channel } from 'node:diagnostics_channel'
import { LineFile } from './line-file.ts'
import type { BlockingRecord } from './record.ts'
import { lineOf, placeOf, Summary } from './summary.ts'

const blockingChannel = channel('offloop:blocking')
/** On stderr, a call site is named again only after this time. */
const repeatAfterMs = 10_000
const mostPlaces = 2000

/** Takes records until `close`. */
export class Reporter {
  readonly #say: (message: string) => void
  readonly #file: LineFile | undefined
  readonly #isQuiet: boolean
  readonly #summary = new Summary()
  readonly #said = new Map<string, number>()

  /** With `path`, lines go there; with `isQuiet`, records go to the channel alone. */
  constructor(options: { path?: string; isQuiet: boolean; say: (message: string) => void }) {
    const { path, isQuiet, say } = options
    this.#say = say
    this.#isQuiet = isQuiet
    if (path !== undefined)
      this.#file = new LineFile(path, ({ message }) =>
        say(`the report ${path} can't be written (${message}); the application goes on without it`),
      )
  }

  /** Publishes and counts a record. */
  add(record: BlockingRecord): void {
    blockingChannel.publish(record)
    if (this.#isQuiet) return
    this.#summary.add(record)
    if (this.#file) this.#file.add(JSON.stringify(record))
    else if (this.#isNews(record)) this.#say(lineOf(record))
  }

  /** Writes what is still waiting; with `summary`, prints the top call sites. */
  close(summary: boolean): void {
    this.#file?.close()
    const text = summary ? this.#summary.text() : ''
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
