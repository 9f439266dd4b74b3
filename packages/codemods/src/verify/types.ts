/** Which type errors would a migration add? Checked in memory, before anything is written. */
import { existsSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join } from 'node:path'
import { ts } from 'ts-morph'
import type { TypeProgram, TypePrograms } from '../plan/type-programs.ts'
import { runtimePackage } from '../rewrite/manifest.ts'
import { reachedFrom } from './reached.ts'

/** A type error, wherever in its file. */
interface TypeFault {
  readonly file: string
  readonly code: number
  readonly message: string
}

/** A type error that is there after but not before; `start` is an offset in the text after the edits. */
export interface GainedError extends TypeFault {
  readonly start: number
}

interface Diagnosed extends GainedError {
  /** The code that it is about. */
  readonly about: string
}

/** A type error as a compiler prints it; line and column count from 1. */
export interface TypeErrorAt extends TypeFault {
  readonly line: number
  readonly column: number
}

/** Checks the programs that hold the changed files, after the edits and, where that shows errors, before them. */
export class TypeCheck {
  readonly #programs: TypePrograms
  #shares: ReadonlyMap<string, ReadonlySet<string>> | undefined

  constructor(programs: TypePrograms) {
    this.#programs = programs
  }

  /** Errors that `texts` (the files that differ from the original) adds. */
  gained(texts: ReadonlyMap<string, string>): GainedError[] {
    const all = this.#programs.all()
    this.#shares ??= sharesOf(all)
    return all.flatMap(({ config, original, edited }) => {
      if (![...texts.keys()].some((file) => original.getSourceFile(file))) return []
      const share = this.#shares!.get(config)!
      const program = edited(texts, runtimeDeclared(config, texts))
      const isReached = reachedFrom(program, new Set(texts.keys()))
      const after = diagnose(program, (source) => share.has(source.fileName) && isReached(source))
      if (after.length === 0) return []
      const faulty = new Set(after.map((each) => each.file))
      const before = diagnose(original, (source) => faulty.has(source.fileName))
      return moreThan(before, after, gainedOver(errorCounts(before), after))
    })
  }
}

/**
 * Of the gained errors, those of which there are more than before. Where types are inferred in a circle, the words of an error depend on what
 * was checked first: one of the same kind about the same code is the old one.
 */
function moreThan(before: readonly Diagnosed[], after: readonly Diagnosed[], gained: readonly Diagnosed[]): Diagnosed[] {
  const kindOf = ({ file, code, about }: Diagnosed): string => `${file}\0${code}\0${about}`
  const count = (all: readonly Diagnosed[], kind: string): number => all.filter((each) => kindOf(each) === kind).length
  return gained.filter((each) => count(after, kindOf(each)) > count(before, kindOf(each)))
}

/** Errors of `after` beyond those that were counted before: wherever they stand, as edits move them. */
export function gainedOver<T extends TypeFault>(before: ReadonlyMap<string, number>, after: readonly T[]): T[] {
  const budget = new Map(before)
  return after.filter((each) => {
    const key = keyOf(each)
    const left = budget.get(key) ?? 0
    if (left > 0) budget.set(key, left - 1)
    return left === 0 && !isUnknownModule(each, before)
  })
}

const unknownModuleCodes = new Set([2307, 2580, 2591])

/** Where Node's types are missing, `node:fs/promises` is as unknown as `node:fs` was. */
function isUnknownModule(error: TypeFault, before: ReadonlyMap<string, number>): boolean {
  // new in package.json, and not installed yet
  if (error.code === 2307 && error.message.includes(`'${runtimePackage}'`)) return true
  if (!unknownModuleCodes.has(error.code) || !isBuiltin(/'([^']+)'/.exec(error.message)?.[1] ?? '')) return false
  const start = `${error.file}\0${error.code}\0`
  return [...before.keys()].some((key) => key.startsWith(start))
}

/** Migrated code imports a package which is installed afterwards: until then its types are these. */
function runtimeDeclared(config: string, texts: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const folder = dirname(config)
  if (isInstalled(runtimePackage, folder) || ![...texts.values()].some((text) => text.includes(runtimePackage))) return new Map()
  const declaration = `declare module '${runtimePackage}' {
  export function syncToAsync<A extends readonly unknown[], R>(fn: (...args: A) => R, options?: { threadSensitive?: boolean }): (...args: A) => Promise<R>
  export class ContextVar<T> {
    constructor(name: string, options?: { default?: T })
    get(fallback?: T): T
    set(value: T): object
  }
  export function copyContext(): { run<A extends unknown[], R>(fn: (...args: A) => R, ...args: A): R }
}`
  return new Map([[join(folder, 'offloop-runtime.d.ts'), declaration]])
}

function isInstalled(name: string, folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, 'node_modules', name))) return true
    if (dirname(at) === at) return false
  }
}

/**
 * The files that each program checks. One that a tsconfig lists is checked with the settings of that tsconfig, not of others whose files
 * import it; and once where several list it with the same settings.
 */
function sharesOf(programs: readonly TypeProgram[]): Map<string, ReadonlySet<string>> {
  const listed = new Set(programs.flatMap(({ original }) => original.getRootFileNames()))
  const seen = new Set<string>()
  return new Map(
    programs.map(({ config, original }) => {
      const own = new Set(original.getRootFileNames())
      const settings = settingsOf(original)
      const files = original
        .getSourceFiles()
        .filter((each) => !each.isDeclarationFile && !original.isSourceFileFromExternalLibrary(each))
        .map((each) => each.fileName)
        .filter((file) => own.has(file) || !listed.has(file))
        .filter((file) => !seen.has(`${settings}\0${file}`) && seen.add(`${settings}\0${file}`))
      return [config, new Set(files)]
    }),
  )
}

/** What a tsconfig sets, without what only the output depends on. */
function settingsOf(program: ts.Program): string {
  const { configFilePath, outDir, rootDir, declarationDir, declaration, declarationMap, sourceMap, pretty, ...rest } =
    program.getCompilerOptions()
  return JSON.stringify(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/**
 * Which files belong to a program, in words that depend on the order in which it found them; and `import.meta`, which ts-morph takes for an
 * error in every file: a copy of one is no error more.
 */
const ignoredCodes = new Set([6059, 6307, 1470])

function diagnose(program: ts.Program, isAsked: (source: ts.SourceFile) => boolean): Diagnosed[] {
  const found: Diagnosed[] = []
  for (const source of program.getSourceFiles()) {
    if (source.isDeclarationFile || program.isSourceFileFromExternalLibrary(source) || !isAsked(source)) continue
    for (const each of [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]) {
      if (ignoredCodes.has(each.code)) continue
      found.push({
        file: source.fileName,
        start: each.start ?? 0,
        code: each.code,
        about: source.text.slice(each.start, (each.start ?? 0) + (each.length ?? 0)),
        message: ts.flattenDiagnosticMessageText(each.messageText as string, ' '),
      })
    }
  }
  return found
}

function keyOf(error: TypeFault): string {
  return `${error.file}\0${error.code}\0${error.message}`
}

/** How often each error is there. */
export function errorCounts(errors: readonly TypeFault[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const each of errors) counts.set(keyOf(each), (counts.get(keyOf(each)) ?? 0) + 1)
  return counts
}
