/** Starts the processes of the group `lint`, in turn, and takes the middle of what they say. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Measure, Times } from './lint-measure.ts'
import { medianOf } from './median.ts'

/** What a process measured: milliseconds, and megabytes at most. */
export type Measured = Times & Readonly<Record<'mb', number>>

/** Something to measure. */
export type Run = () => Promise<Measured>

/** Measures in a process of its own; `cache` is where the index keeps summaries, by default nowhere. */
export async function measured(what: Measure, folder: string, cache = 'off'): Promise<Measured> {
  const env = { ...process.env, OFFLOOP_INDEX_CACHE: cache }
  const script = join(import.meta.dirname, 'lint-measure.js')
  const { stdout } = await promisify(execFile)(process.execPath, [script, what, folder], { env })
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Measured
}

/** Runs each in turn, so many times over: what a machine does besides hits all of them. */
export async function inTurn<Name extends string>(turns: number, runs: Readonly<Record<Name, Run>>): Promise<Record<Name, Measured[]>> {
  const names = Object.keys(runs) as Name[]
  const all = Object.fromEntries(names.map((name) => [name, [] as Measured[]])) as Record<Name, Measured[]>
  for (let turn = 0; turn < turns; turn++) for (const name of names) all[name].push(await runs[name]())
  return all
}

/** The middle of one figure. */
export function middle(list: readonly Measured[], key: string = 'ms'): number {
  return medianOf(list.map((each) => each[key] ?? Number.NaN))
}

/** The middle of what `more` took longer than `base` in the same turn; below zero where the machine's noise is larger than that. */
export function added(base: readonly Measured[], more: readonly Measured[]): number {
  return medianOf(more.map(({ ms }, turn) => ms - (base[turn]?.ms ?? Number.NaN)))
}
