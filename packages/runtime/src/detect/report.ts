/** Where records go: a diagnostics channel, JSON lines or stderr, and a summary at exit. */
import { channel } from 'node:diagnostics_channel'
import fs from 'node:fs'
import { relative } from 'node:path'
import type { BlockingRecord, Frame } from './record.ts'

/** The functions as they were before the guard wrapped them: a report must not report itself. */
const { appendFile, appendFileSync } = fs
const flushEveryMs = 200
const topSites = 10

export const blockingChannel = channel('offloop:blocking')

interface Site {
  readonly api: string
  readonly source: string
  readonly route: string
  count: number
  totalMs: number
  maxMs: number
}

/** Collects records until `close`. */
export class Reporter {
  readonly #file: string | undefined
  readonly #sites = new Map<string, Site>()
  #lines: string[] = []
  #timer: NodeJS.Timeout | undefined
  #isBroken = false

  constructor(file: string | undefined) {
    this.#file = file
  }

  add(record: BlockingRecord): void {
    blockingChannel.publish(record)
    this.#count(record)
    if (this.#file !== undefined) this.#queue(JSON.stringify(record))
    else if (process.stderr.isTTY) process.stderr.write(`${lineOf(record)}\n`)
  }

  /** Writes what is still waiting; with `summary`, prints the top call sites. */
  close(summary: boolean): void {
    clearTimeout(this.#timer)
    if (this.#lines.length > 0 && this.#file !== undefined && !this.#isBroken) {
      try {
        appendFileSync(this.#file, `${this.#lines.join('\n')}\n`)
      } catch (error) {
        this.#giveUp(error as Error)
      }
    }
    this.#lines = []
    if (summary && this.#sites.size > 0) process.stderr.write(this.summary())
  }

  summary(): string {
    const sites = [...this.#sites.values()].sort((a, b) => b.totalMs - a.totalMs)
    const shown = sites.slice(0, topSites).map(each => `  ${each.totalMs.toFixed(1).padStart(9)} ms ${String(each.count).padStart(6)}x  max ${each.maxMs.toFixed(1)} ms  ${each.api}  ${each.source}${each.route ? `  ${each.route}` : ''}`)
    const rest = sites.length > topSites ? `  … and ${sites.length - topSites} more call sites\n` : ''
    return `offloop: what blocked the event loop\n${shown.join('\n')}\n${rest}`
  }

  #count(record: BlockingRecord): void {
    const source = record.source ? placeOf(record.source) : (record.package ?? '')
    const route = [record.context.method, record.context.route].filter(Boolean).join(' ')
    const key = `${record.api}\0${source}\0${route}`
    const site = this.#sites.get(key)
    if (site) {
      site.count += record.count
      site.totalMs += record.durationMs
      site.maxMs = Math.max(site.maxMs, record.durationMs)
    } else this.#sites.set(key, { api: record.api, source, route, count: record.count, totalMs: record.durationMs, maxMs: record.durationMs })
  }

  #queue(line: string): void {
    if (this.#isBroken) return
    this.#lines.push(line)
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      const lines = this.#lines
      this.#lines = []
      appendFile(this.#file!, `${lines.join('\n')}\n`, error => {
        if (error) this.#giveUp(error)
      })
    }, flushEveryMs).unref()
  }

  #giveUp(error: Error): void {
    if (this.#isBroken) return
    this.#isBroken = true
    process.stderr.write(`offloop: the report ${this.#file} can't be written (${error.message}); the application goes on without it\n`)
  }
}

function lineOf(record: BlockingRecord): string {
  const route = [record.context.method, record.context.route].filter(Boolean).join(' ')
  const where = record.source ? placeOf(record.source) : (record.package ?? 'unknown')
  return `offloop: ${record.api} blocked ${record.durationMs.toFixed(1)} ms at ${where}${route ? ` in ${route}` : ''}`
}

function placeOf(frame: Frame): string {
  const path = relative(process.cwd(), frame.file)
  return `${path.startsWith('..') ? frame.file : path}:${frame.line}`
}
