/** What a module's top level may do: await, and who else depends on it. */
import { isOffLoopFile, parseFile } from '@offloop/analysis'
import type { Graph, Project } from '@offloop/analysis'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, extname, join, relative, sep } from 'node:path'
import { ts } from 'ts-morph'
import type { Obstacle } from '../rewrite/await.ts'
import type { TypePrograms } from './type-programs.ts'

/** A package.json, as far as plans ask. */
export interface PackageJson {
  readonly name?: string
  readonly private?: boolean
  readonly type?: string
  readonly main?: string
  readonly module?: string
  readonly exports?: unknown
  readonly bin?: unknown
  readonly scripts?: unknown
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/** Module systems, import cycles and packages of a project. */
export class Modules {
  readonly #graph: Graph
  readonly #programs: TypePrograms
  readonly #imports: ReadonlyMap<string, ReadonlySet<string>>
  readonly #loaded = new Set<string>()
  /** Files that are loaded with `require`, or may be. */
  readonly #required = new Map<string, string>()
  readonly #packages = new Map<string, { folder: string; json: PackageJson } | undefined>()

  constructor(project: Project, programs: TypePrograms) {
    this.#graph = project.graph()
    this.#programs = programs
    const imports = new Map<string, Set<string>>()
    const withModule = new Map<string, Set<string>>()
    for (const [file, summary] of this.#graph.summaries) {
      const to = new Set<string>()
      const now = new Set<string>()
      for (const each of summary.imports) {
        if (each.how === 'type') continue
        const target = this.#graph.resolve(file, each.specifier)
        if (!target || !('file' in target)) continue
        to.add(target.file)
        if (target.file !== file) this.#loaded.add(target.file)
        if (each.how === 'import') now.add(target.file)
        if (each.how === 'require') this.#required.set(target.file, 'the module is loaded with require')
      }
      imports.set(file, to)
      withModule.set(file, now)
    }
    this.#imports = imports
    for (const file of this.#loadedUnseen(project)) this.#required.set(file, `${relative(project.root, file)} may be loaded with require`)
    // what a required module imports is evaluated with it; a map goes on with what is added to it meanwhile
    for (const [file, why] of this.#required)
      for (const each of withModule.get(file) ?? []) if (!this.#required.has(each)) this.#required.set(each, why)
  }

  /**
   * Modules that export something which nothing in the project imports, that no script of their package.json starts and that do not end
   * with a call, as programs do: a tool loads them, or a user of the package.
   */
  #loadedUnseen(project: Project): string[] {
    const imported = new Set<string>()
    for (const [file, targets] of this.#imports) {
      const isTest = isOffLoopFile(relative(project.root, file).split(sep).join('/'))
      for (const each of targets) if (!isTest || !this.#isPublished(each)) imported.add(each)
    }
    return [...this.#graph.summaries].flatMap(([file, { exports, stars }]) =>
      exports.length + stars.length > 0 && !imported.has(file) && this.isEsm(file) && !this.#isStarted(file) && !endsWithCall(file, project)
        ? [file]
        : [],
    )
  }

  #isPublished(file: string): boolean {
    const json = this.packageOf(file)?.json
    return json?.name !== undefined && json.private !== true
  }

  #isStarted(file: string): boolean {
    const owner = this.packageOf(file)
    if (!owner) return false
    const path = relative(owner.folder, file)
      .split(sep)
      .join('/')
      .replace(/\.[^.]+$/, '')
    return JSON.stringify([owner.json.scripts, owner.json.bin]).includes(path)
  }

  /** Why the top level of a file can't await. */
  topLevelObstacle(file: string): Obstacle | undefined {
    if (!this.isEsm(file)) return { reason: 'cjs-top-level', message: 'the top level of a CommonJS module cannot await' }
    const required = this.#required.get(file)
    if (required !== undefined) return { reason: 'tla-required', message: `${required}, which refuses a top-level await` }
    if (!this.#compilesAwait(file))
      return { reason: 'tla-required', message: "the module or target option of the file's tsconfig.json has no top-level await" }
    if (this.#isInCycle(file)) return { reason: 'tla-cycle', message: 'a top-level await inside an import cycle can deadlock' }
    return undefined
  }

  /** Compiler options of a TypeScript file. */
  optionsOf(file: string): ts.CompilerOptions | undefined {
    return /\.[cm]?tsx?$/.test(file) ? this.#programs.holding(file)?.getCompilerOptions() : undefined
  }

  /** Another file of the project imports or requires it. */
  isLoaded(file: string): boolean {
    return this.#loaded.has(file)
  }

  isEsm(file: string): boolean {
    const extension = extname(file)
    if (extension === '.mjs' || extension === '.mts') return true
    if (extension === '.cjs' || extension === '.cts') return false
    return this.packageOf(file)?.json.type === 'module'
  }

  packageOf(file: string): { folder: string; json: PackageJson } | undefined {
    const folder = dirname(file)
    if (this.#packages.has(folder)) return this.#packages.get(folder)
    let found: { folder: string; json: PackageJson } | undefined
    for (let at = folder; ; at = dirname(at)) {
      const path = join(at, 'package.json')
      if (existsSync(path)) {
        try {
          found = { folder: at, json: JSON.parse(readFileSync(path, 'utf8')) as PackageJson }
        } catch {
          found = { folder: at, json: {} } // a broken package.json says nothing about modules
        }
        break
      }
      if (dirname(at) === at) break
    }
    this.#packages.set(folder, found)
    return found
  }

  /** Names of the packages that a file's package depends on, for tests too. */
  dependenciesOf(file: string): string[] {
    const json = this.packageOf(file)?.json
    return [...Object.keys(json?.dependencies ?? {}), ...Object.keys(json?.devDependencies ?? {})]
  }

  #compilesAwait(file: string): boolean {
    const options = this.optionsOf(file)
    if (!options) return true
    const { module = ts.ModuleKind.ES2022, target = ts.ScriptTarget.ES5 } = options
    return (module >= ts.ModuleKind.ES2022 || module === ts.ModuleKind.System) && target >= ts.ScriptTarget.ES2017
  }

  #isInCycle(file: string): boolean {
    const seen = new Set<string>()
    const queue = [...(this.#imports.get(file) ?? [])]
    for (let at = queue.pop(); at; at = queue.pop()) {
      if (at === file) return true
      if (seen.has(at)) continue
      seen.add(at)
      queue.push(...(this.#imports.get(at) ?? []))
    }
    return false
  }
}

function endsWithCall(file: string, project: Project): boolean {
  const last = parseFile(file, project.text(file) ?? '').program.body.at(-1)
  return last?.type === 'ExpressionStatement' && /^(Await|Call)Expression$/.test(last.expression.type)
}
