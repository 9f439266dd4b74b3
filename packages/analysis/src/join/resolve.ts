/** Which file or package a specifier means. */
import { builtinModules } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { ResolverFactory } from 'oxc-resolver'
import { BuiltSources } from './built-sources.ts'
import { ownPaths } from './own-paths.ts'
import { Workspaces } from './workspace.ts'

/** A file of the project, or a module outside it under its package's name (with subpath), `node:` before builtins. */
export type ModuleRef = { readonly file: string } | { readonly module: string } | undefined

const builtins = new Set(builtinModules)

const extensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs']
const rules = {
  extensions: [...extensions, '.json', '.d.ts'],
  extensionAlias: {
    '.js': ['.ts', '.tsx', '.js', '.jsx', '.d.ts'],
    '.mjs': ['.mts', '.mjs', '.d.mts'],
    '.cjs': ['.cts', '.cjs', '.d.cts'],
    '.jsx': ['.tsx', '.jsx'],
  },
  conditionNames: ['import', 'require', 'node', 'default', 'types'],
  mainFields: ['module', 'main'],
}

/** Resolves specifiers as Node and TypeScript do: `exports`, `imports`, tsconfig paths, `.js` written for `.ts`, packages of the workspace. */
export class SpecifierResolver {
  readonly #resolver = new ResolverFactory({ ...rules, tsconfig: 'auto' })
  /** By folder. */
  readonly #withoutConfig = new Map<string, ResolverFactory>()
  /** Answers by file: the join asks for the same import many times. */
  readonly #answers = new Map<string, Map<string, ModuleRef>>()
  /** Paths by folder, which all files of a folder share. */
  readonly #paths = new Map<string, string | undefined>()
  readonly #hasFile: (file: string) => boolean
  readonly #built = new BuiltSources()
  readonly #workspaces: Workspaces | undefined

  constructor(hasFile: (file: string) => boolean, followsWorkspace = false) {
    this.#hasFile = hasFile
    this.#workspaces = followsWorkspace ? new Workspaces() : undefined
  }

  /** Relative specifiers that lead nowhere are `undefined`; bare ones keep their name. */
  resolve(from: string, specifier: string): ModuleRef {
    let answers = this.#answers.get(from)
    if (!answers) this.#answers.set(from, (answers = new Map<string, ModuleRef>()))
    const known = answers.get(specifier)
    if (known || answers.has(specifier)) return known
    const found = this.#find(from, specifier)
    answers.set(specifier, found)
    return found
  }

  /** To be told when a file joins the project or leaves it, with no change on disk: what lies where is still known. */
  forgetFiles(): void {
    this.#answers.clear()
  }

  /** Forgets everything: files have come or gone on disk. */
  clear(): void {
    this.#answers.clear()
    this.#paths.clear()
    this.#resolver.clearCache()
    this.#withoutConfig.clear()
    this.#built.clear()
    this.#workspaces?.clear()
  }

  #find(from: string, specifier: string): ModuleRef {
    if (specifier.startsWith('node:')) return { module: specifier }
    if (builtins.has(specifier)) return { module: `node:${specifier}` }
    const path = this.#pathOf(from, specifier)
    if (path !== undefined && this.#hasFile(path)) return { file: path }
    if (!/^[./]/.test(specifier)) return this.#inWorkspace(from, specifier) ?? { module: specifier }
    const whole = resolve(dirname(from), specifier)
    const file = this.#unsaved(whole) ?? this.#sourceOf(whole, from)
    return file === undefined ? undefined : { file }
  }

  #inWorkspace(from: string, specifier: string): ModuleRef {
    for (const path of this.#workspaces?.pathsOf(from, specifier) ?? []) {
      const file = this.#unsaved(path) ?? this.#sourceOf(path, path)
      if (file !== undefined) return { file }
    }
    return undefined
  }

  /** A file that an editor has and the disk has not. */
  #unsaved(whole: string): string | undefined {
    const plain = whole.replace(/\.[cm]?jsx?$/, '')
    const candidates = [whole, ...[whole, plain, join(whole, 'index')].flatMap((each) => extensions.map((extension) => each + extension))]
    return candidates.find(this.#hasFile)
  }

  /** What a build writes is no file of the project; its source is. */
  #sourceOf(whole: string, from: string): string | undefined {
    for (const each of this.#built.of(whole, from)) {
      const found = this.#unsaved(each)
      if (found !== undefined) return found
    }
    return undefined
  }

  /** Without what a tsconfig that can't be read inherits: what it says itself still counts. */
  #withOwnPaths(from: string): ResolverFactory {
    const folder = dirname(from)
    let resolver = this.#withoutConfig.get(folder)
    if (!resolver) {
      const alias = ownPaths(folder)
      this.#withoutConfig.set(folder, (resolver = new ResolverFactory({ ...rules, alias })))
    }
    return resolver
  }

  #pathOf(from: string, specifier: string): string | undefined {
    const key = `${dirname(from)}\0${specifier}`
    if (this.#paths.has(key)) return this.#paths.get(key)
    let { path, error } = this.#resolver.resolveFileSync(from, specifier)
    // A tsconfig that can't be read costs what it inherits, and nothing else.
    if (error !== undefined && /tsconfig/i.test(error)) path = this.#withOwnPaths(from).resolveFileSync(from, specifier).path
    this.#paths.set(key, path)
    return path
  }
}
