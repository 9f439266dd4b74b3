/** The TypeScript programs of a project, opened once: the plan asks them, the verification compares with them. */
import type { Project } from '@offloop/analysis'
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { ts } from 'ts-morph'
import { ParsedFiles } from './program-host.ts'

/** A tsconfig's program as it was before any edit, and programs of edited texts. */
export interface TypeProgram {
  readonly config: string
  readonly original: ts.Program
  /** A program of the same files with other texts; `added` are files that are on no disk. Unchanged files are those of the original. */
  edited(texts: ReadonlyMap<string, string>, added?: ReadonlyMap<string, string>): ts.Program
}

/** Programs by tsconfig, opened at the first question. */
export class TypePrograms {
  readonly configs: readonly string[]
  readonly #open = new Map<string, TypeProgram>()
  readonly #files = new ParsedFiles()
  readonly #root: string
  #unconfigured: ts.Program | undefined

  constructor(root: string, files: Iterable<string>, tsconfig?: string) {
    this.#root = root
    this.configs = tsconfig ? [resolve(root, tsconfig)] : configsFor(files, root)
  }

  all(): TypeProgram[] {
    return this.configs.map((config) => this.#of(config))
  }

  /** The program in which a file is checked. */
  holding(file: string): ts.Program | undefined {
    for (const config of this.configs) {
      const { original } = this.#of(config)
      if (original.getSourceFile(file)) return original
    }
    return undefined
  }

  /** One program of all files, for those that no tsconfig holds: plain JavaScript, whose inferred types answer too. */
  unconfigured(files: readonly string[], text: (file: string) => string | undefined): ts.Program {
    if (this.#unconfigured) return this.#unconfigured
    const options = unconfiguredOptions(this.#root)
    const host = this.#files.host(options, new Map(files.map((file) => [file, text(file) ?? ''])))
    return (this.#unconfigured = ts.createProgram({ rootNames: files, options, host }))
  }

  #of(config: string): TypeProgram {
    let found = this.#open.get(config)
    if (!found) this.#open.set(config, (found = openProgram(config, this.#files)))
    return found
  }
}

const checkOnly: ts.CompilerOptions = { noEmit: true, composite: false, incremental: false, skipLibCheck: true }

function openProgram(config: string, files: ParsedFiles): TypeProgram {
  // what is wrong in a tsconfig leaves its defaults: the errors of the files are compared, not those of the options
  const parsed = ts.getParsedCommandLineOfConfigFile(config, checkOnly, { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} })
  const options = { ...parsed?.options, ...checkOnly }
  const rootNames = parsed?.fileNames ?? []
  const original = ts.createProgram({ rootNames, options, host: files.host(options) })
  return {
    config,
    original,
    edited: (texts, added = new Map()) =>
      ts.createProgram({
        rootNames: [...rootNames, ...added.keys()],
        options,
        host: files.host(options, new Map([...texts, ...added])),
        oldProgram: original,
      }),
  }
}

function unconfiguredOptions(root: string): ts.CompilerOptions {
  return {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ['node'],
    typeRoots: [...ancestors(root)].map((folder) => join(folder, 'node_modules', '@types')),
    allowJs: true,
    checkJs: false,
    noEmit: true,
    skipLibCheck: true,
  }
}

function* ancestors(folder: string): Generator<string> {
  for (let at = folder; ; at = dirname(at)) {
    yield at
    if (dirname(at) === at) return
  }
}

const opened = new WeakMap<Project, Map<string, TypePrograms>>()

/** The same programs for every round over one project. */
export function typeProgramsOf(project: Project, tsconfig?: string): TypePrograms {
  let byConfig = opened.get(project)
  if (!byConfig) opened.set(project, (byConfig = new Map()))
  let programs = byConfig.get(tsconfig ?? '')
  if (!programs) byConfig.set(tsconfig ?? '', (programs = new TypePrograms(project.root, project.files(), tsconfig)))
  return programs
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
  const below = (references ?? []).flatMap((each) => {
    const path = resolve(dirname(config), each.path)
    return withReferences(path.endsWith('.json') ? path : join(path, 'tsconfig.json'), seen)
  })
  return files?.length === 0 ? below : [config, ...below]
}
