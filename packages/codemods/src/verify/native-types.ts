/** The native TypeScript checker (`tsgo`, TypeScript 7) of the project, where it has one: the last word on types, on the files as they are written. */
import { LineIndex } from '@offloop/analysis'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { applyEdits, editsOf } from '../edit/apply.ts'
import { originalText } from '../write/original-text.ts'
import type { Tried } from './bisect.ts'
import { runCommand } from './command.ts'
import type { Command } from './command.ts'
import { refuse, refusalsOf } from './refusals.ts'
import { settle } from './settle.ts'
import type { Settled } from './settle.ts'
import { errorCounts, gainedOver } from './types.ts'
import type { TypeErrorAt } from './types.ts'

/** A checker that is run as a program. */
interface Checker {
  readonly name: string
  readonly program: string
  readonly args: readonly string[]
}

const maxRounds = 10

/** The native checker that is installed nearest above `folder`. */
export function nativeChecker(folder: string): Checker | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const modules = join(at, 'node_modules')
    const tsgo = join(modules, '.bin', process.platform === 'win32' ? 'tsgo.cmd' : 'tsgo')
    if (existsSync(tsgo)) return { name: 'tsgo', program: tsgo, args: [] }
    const compiler = join(modules, 'typescript', 'bin', 'tsc')
    const version = majorOf(join(modules, 'typescript', 'package.json'))
    if (version !== undefined && version >= 7 && existsSync(compiler))
      return { name: `TypeScript ${version}`, program: process.execPath, args: [compiler] }
    // an older one stands here for all below
    if (version !== undefined || dirname(at) === at) return undefined
  }
}

function majorOf(manifest: string): number | undefined {
  try {
    return Number.parseInt((JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version, 10)
  } catch {
    return undefined
  }
}

/** What is left once the native checker agrees; `said` is a line for people. */
export interface NativeResult {
  readonly settled: Settled
  readonly said: string
}

/**
 * Writes the texts and runs the checker, before and after; what it finds wrong is taken out, and the rest written again.
 * `undefined` where the project has no such checker.
 */
export async function checkNatively(settled: Settled, tried: Tried): Promise<NativeResult | undefined> {
  const { project, trial } = tried
  const checker = settled.configs[0] === undefined ? undefined : nativeChecker(dirname(settled.configs[0]))
  if (!checker) return undefined
  const before = await errorsOf(checker, settled.configs, tried)
  if (typeof before === 'string')
    return { settled, said: `${checker.name} could not be run (${before}): types are checked with TypeScript's API alone` }
  const counts = errorCounts(before)
  const refusals = refusalsOf(settled.plan, new Set(), tried.options.refused)
  const rolledBack: string[] = []
  let current = settled
  for (let round = 1; ; round++) {
    trial.put(current.texts)
    const after = await errorsOf(checker, settled.configs, tried)
    if (typeof after === 'string') {
      trial.restore()
      return { settled: current, said: `${checker.name} could not be run (${after}): types are checked with TypeScript's API alone` }
    }
    const edits = editsOf(current.plan)
    const gained = gainedOver(counts, after).map((each) => {
      const text = applyEdits(originalText(project, each.file), edits.get(each.file) ?? [])
      return { ...each, start: new LineIndex(text).offset(each.line, each.column) }
    })
    if (gained.length === 0)
      return {
        settled: { ...current, rolledBack: [...rolledBack, ...current.rolledBack] },
        said: `${checker.name} finds no new type error`,
      }
    for (const each of gained) rolledBack.push(`${each.file}: TS${each.code} ${each.message} (${checker.name})`)
    const isNew = refuse(current.plan, gained, edits, refusals, (file) => originalText(project, file))
    if (!isNew || round >= maxRounds)
      for (const [key, why] of refusalsOf(current.plan, new Set(current.plan.pieces.map((each) => each.id))))
        refusals.set(key, { ...why, reason: 'types', message: 'its types would not fit any more' })
    current = settle(tried.codemod, project, { ...tried.options, refused: refusals })
  }
}

/** Errors with line and column; a text where the program did not run. */
async function errorsOf({ program, args }: Checker, configs: readonly string[], { signal }: Tried): Promise<TypeErrorAt[] | string> {
  const found: TypeErrorAt[] = []
  for (const config of configs) {
    const flags = ['-p', config, '--noEmit', '--pretty', 'false', '--skipLibCheck', '--incremental', 'false', '--composite', 'false']
    const command: Command = { program, args: [...args, ...flags] }
    const { kind, output } = await runCommand(command, dirname(config), signal, true)
    const errors = [...output.matchAll(/^(.+?)\((\d+),(\d+)\): error TS(\d+): (.*)$/gmu)]
    if (kind === 'missing' || (kind === 'failed' && errors.length === 0)) return output.trim().split('\n')[0] || 'no such program'
    for (const [, file, line, column, code, message] of errors)
      found.push({
        file: resolve(dirname(config), file!),
        line: Number(line),
        column: Number(column),
        code: Number(code),
        message: message!.trim(),
      })
  }
  return found
}
