/** The TypeScript programs of a project, opened once: the plan asks them, the verification compares with them. */
import type { Project } from '@offloop/analysis'
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Project as TypeProject, ts } from 'ts-morph'

/** A tsconfig's program as it was before any edit, and the project in which edits are tried. */
export interface TypeProgram {
  readonly config: string
  readonly project: TypeProject
  readonly original: ts.Program
}

/** Programs by tsconfig, opened at the first question. */
export class TypePrograms {
  readonly configs: readonly string[]
  readonly #open = new Map<string, TypeProgram>()

  constructor(root: string, files: Iterable<string>, tsconfig?: string) {
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

  #of(config: string): TypeProgram {
    let found = this.#open.get(config)
    if (!found) {
      const project = new TypeProject({
        tsConfigFilePath: config,
        compilerOptions: { noEmit: true, composite: false, incremental: false, skipLibCheck: true },
      })
      // ts-morph brings the standard library's types along; the compiler's own API answers plain offsets faster
      found = { config, project, original: project.getProgram().compilerObject as unknown as ts.Program }
      this.#open.set(config, found)
    }
    return found
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
