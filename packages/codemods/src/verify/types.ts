/** Which type errors would a migration add? Checked in memory, before anything is written. */
import { isBuiltin } from 'node:module'
import { ts } from 'ts-morph'
import type { Project as TypeProject } from 'ts-morph'
import type { TypePrograms } from '../plan/type-programs.ts'

/** A type error that is there after but not before; `start` is an offset in the text after the edits. */
export interface GainedError {
  readonly file: string
  readonly start: number
  readonly code: number
  readonly message: string
}

/** Checks the programs that hold the changed files, after the edits and, where that shows errors, before them. */
export class TypeCheck {
  readonly #programs: TypePrograms
  /** Errors that were there before, by config: counted only once some are there after. */
  readonly #before = new Map<string, ReadonlyMap<string, number>>()
  readonly #written = new Set<string>()

  constructor(programs: TypePrograms) {
    this.#programs = programs
  }

  /** Errors that `texts` (the files that differ from the original) adds. */
  gained(texts: ReadonlyMap<string, string>, originals: ReadonlyMap<string, string>): GainedError[] {
    const gained: GainedError[] = []
    for (const { config, project, original } of this.#programs.all()) {
      for (const file of this.#written) if (!texts.has(file)) setText(project, file, originals.get(file)!)
      for (const [file, text] of texts) setText(project, file, text)
      const after = diagnose(project.getProgram().compilerObject as unknown as ts.Program)
      if (after.length === 0) continue
      if (!this.#before.has(config)) this.#before.set(config, count(diagnose(original)))
      const before = this.#before.get(config)!
      const budget = new Map(before)
      for (const each of after) {
        const key = keyOf(each)
        const left = budget.get(key) ?? 0
        if (left > 0) budget.set(key, left - 1)
        else if (!isUnknownModule(each, before)) gained.push(each)
      }
    }
    for (const file of texts.keys()) this.#written.add(file)
    return gained
  }
}

const unknownModuleCodes = new Set([2307, 2580, 2591])

/** Where Node's types are missing, `node:fs/promises` is as unknown as `node:fs` was. */
function isUnknownModule(error: GainedError, before: ReadonlyMap<string, number>): boolean {
  if (!unknownModuleCodes.has(error.code) || !isBuiltin(/'([^']+)'/.exec(error.message)?.[1] ?? '')) return false
  const start = `${error.file}\0${error.code}\0`
  return [...before.keys()].some((key) => key.startsWith(start))
}

function setText(project: TypeProject, file: string, text: string): void {
  const source = project.getSourceFile(file)
  if (source && source.getFullText() !== text) source.replaceWithText(text)
}

function diagnose(program: ts.Program): GainedError[] {
  const found: GainedError[] = []
  for (const source of program.getSourceFiles()) {
    if (source.isDeclarationFile || program.isSourceFileFromExternalLibrary(source)) continue
    for (const each of [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]) {
      found.push({
        file: source.fileName,
        start: each.start ?? 0,
        code: each.code,
        message: ts.flattenDiagnosticMessageText(each.messageText as string, ' '),
      })
    }
  }
  return found
}

function keyOf(error: GainedError): string {
  return `${error.file}\0${error.code}\0${error.message}`
}

function count(errors: readonly GainedError[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const each of errors) counts.set(keyOf(each), (counts.get(keyOf(each)) ?? 0) + 1)
  return counts
}
