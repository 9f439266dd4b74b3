/** Which type errors would a migration add? Checked in memory, before anything is written. */
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Project as TypeProject, ts } from 'ts-morph'

/** A type error that is there after but not before; `start` is an offset in the text after the edits. */
export interface GainedError {
  readonly file: string
  readonly start: number
  readonly code: number
  readonly message: string
}

/** Checks the programs that hold the changed files: once before, then as often as asked after. */
export class TypeCheck {
  readonly #projects: { readonly project: TypeProject; readonly before: ReadonlyMap<string, number> }[] = []
  readonly #written = new Set<string>()
  readonly configs: readonly string[]

  /** `originals`: text of every file that may change. */
  constructor(root: string, originals: ReadonlyMap<string, string>, tsconfig?: string) {
    this.configs = tsconfig ? [resolve(root, tsconfig)] : configsFor(originals.keys(), root)
    for (const config of this.configs) {
      const project = new TypeProject({ tsConfigFilePath: config, compilerOptions: { noEmit: true, composite: false, incremental: false, skipLibCheck: true } })
      this.#projects.push({ project, before: count(diagnose(project)) })
    }
  }

  /** Errors that `texts` (the files that differ from the original) adds. */
  gained(texts: ReadonlyMap<string, string>, originals: ReadonlyMap<string, string>): GainedError[] {
    const gained: GainedError[] = []
    for (const { project, before } of this.#projects) {
      for (const file of this.#written) if (!texts.has(file)) setText(project, file, originals.get(file)!)
      for (const [file, text] of texts) setText(project, file, text)
      const budget = new Map(before)
      for (const each of diagnose(project)) {
        const key = keyOf(each)
        const left = budget.get(key) ?? 0
        if (left > 0) budget.set(key, left - 1)
        else gained.push(each)
      }
    }
    for (const file of texts.keys()) this.#written.add(file)
    return gained
  }
}

function setText(project: TypeProject, file: string, text: string): void {
  const source = project.getSourceFile(file)
  if (source && source.getFullText() !== text) source.replaceWithText(text)
}

function diagnose(project: TypeProject): GainedError[] {
  const program = project.getProgram().compilerObject
  const found: GainedError[] = []
  for (const source of program.getSourceFiles()) {
    if (source.isDeclarationFile || program.isSourceFileFromExternalLibrary(source)) continue
    for (const each of [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]) {
      found.push({ file: source.fileName, start: each.start ?? 0, code: each.code, message: ts.flattenDiagnosticMessageText(each.messageText as string, ' ') })
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

/** The nearest tsconfig.json above each TypeScript file; a solution without files of its own stands for its references. */
function configsFor(files: Iterable<string>, root: string): string[] {
  const found = new Set<string>()
  const folders = new Set<string>([root])
  for (const file of files) if (/\.[cm]?tsx?$/.test(file)) folders.add(dirname(file))
  for (const folder of folders) {
    for (let at = folder; ; at = dirname(at)) {
      const config = join(at, 'tsconfig.json')
      if (existsSync(config)) {
        for (const each of withReferences(config)) found.add(each)
        break
      }
      if (dirname(at) === at || (existsSync(join(at, 'package.json')) && at === root)) break
    }
  }
  return [...found]
}

function withReferences(config: string, seen: Set<string> = new Set()): string[] {
  if (seen.has(config) || !existsSync(config)) return []
  seen.add(config)
  const read = ts.readConfigFile(config, ts.sys.readFile)
  if (read.error) return []
  const { files, references } = read.config as { files?: string[]; references?: { path: string }[] }
  const below = (references ?? []).flatMap(each => {
    const path = resolve(dirname(config), each.path)
    return withReferences(path.endsWith('.json') ? path : join(path, 'tsconfig.json'), seen)
  })
  return files?.length === 0 ? below : [config, ...below]
}
