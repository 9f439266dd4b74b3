/** Appends lines to a file without making the loop wait, and without losing the last ones at exit. */
import fs from 'node:fs'

/** The functions as they were before the guard wrapped them: a report must not report itself. */
const { openSync, write, writeSync, closeSync } = fs
const flushEveryMs = 200

/** A file that lines are appended to; `fail` hears once why it can't be. */
export class LineFile {
  readonly #fail: (error: Error) => void
  #descriptor: number | undefined
  #lines: string[] = []
  #timer: NodeJS.Timeout | undefined
  #isWriting = false
  #onIdle: (() => void)[] = []

  constructor(path: string, fail: (error: Error) => void) {
    this.#fail = fail
    this.#try(() => (this.#descriptor = openSync(path, 'a')))
  }

  /** Queues a line. */
  add(line: string): void {
    if (this.#descriptor === undefined) return
    this.#lines.push(line)
    if (!this.#isWriting) this.#timer ??= setTimeout(() => this.#flush(), flushEveryMs).unref()
  }

  /** Writes what is left at once. A write that is under way is finished by Node, which waits for its threads before it exits. */
  close(): void {
    clearTimeout(this.#timer)
    const text = this.#take()
    if (this.#descriptor !== undefined && text !== '') this.#try(() => writeSync(this.#descriptor ?? 0, text))
    if (!this.#isWriting) this.#end()
    else this.#onIdle.push(() => this.#end())
  }

  /** Calls `then` when no write is under way. */
  whenIdle(then: () => void): void {
    if (this.#isWriting) this.#onIdle.push(then)
    else then()
  }

  #flush(): void {
    this.#timer = undefined
    const text = this.#take()
    if (this.#descriptor === undefined || text === '') return
    this.#isWriting = true
    write(this.#descriptor, text, (error) => {
      this.#isWriting = false
      if (error) this.#giveUp(error)
      for (const each of this.#onIdle.splice(0)) each()
      if (this.#lines.length > 0) this.#timer ??= setTimeout(() => this.#flush(), flushEveryMs).unref()
    })
  }

  #take(): string {
    return this.#lines
      .splice(0)
      .map((line) => `${line}\n`)
      .join('')
  }

  #end(): void {
    const descriptor = this.#descriptor
    this.#descriptor = undefined
    if (descriptor !== undefined) this.#try(() => closeSync(descriptor))
  }

  #try(action: () => void): void {
    try {
      action()
    } catch (error) {
      this.#giveUp(error as Error)
    }
  }

  #giveUp(error: Error): void {
    this.#lines = []
    this.#end()
    this.#fail(error)
  }
}
