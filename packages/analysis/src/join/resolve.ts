/** Which file or package a specifier means. */
import { builtinModules } from 'node:module'
import { dirname } from 'node:path'
import { ResolverFactory } from 'oxc-resolver'

/** A file of the project, or a module outside it under its package's name (with subpath), `node:` before builtins. */
export type ModuleRef = { readonly file: string } | { readonly module: string } | undefined

const builtins = new Set(builtinModules)

/** Resolves specifiers as Node and TypeScript do: `exports`, `imports`, tsconfig paths, `.js` written for `.ts`. */
export class SpecifierResolver {
  readonly #resolver = new ResolverFactory({
    extensions: ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json'],
    extensionAlias: { '.js': ['.ts', '.tsx', '.js', '.jsx'], '.mjs': ['.mts', '.mjs'], '.cjs': ['.cts', '.cjs'], '.jsx': ['.tsx', '.jsx'] },
    conditionNames: ['import', 'require', 'node', 'default', 'types'],
    mainFields: ['module', 'main'],
    tsconfig: 'auto',
  })
  readonly #cache = new Map<string, ModuleRef>()
  readonly #hasFile: (file: string) => boolean

  constructor(hasFile: (file: string) => boolean) {
    this.#hasFile = hasFile
  }

  /** Relative specifiers that lead nowhere are `undefined`; bare ones keep their name. */
  resolve(from: string, specifier: string): ModuleRef {
    if (specifier.startsWith('node:')) return { module: specifier }
    if (builtins.has(specifier)) return { module: `node:${specifier}` }
    const key = `${dirname(from)}\0${specifier}`
    if (this.#cache.has(key)) return this.#cache.get(key)
    const found = this.#find(from, specifier)
    this.#cache.set(key, found)
    return found
  }

  /** Forgets everything: files have come or gone. */
  clear(): void {
    this.#cache.clear()
    this.#resolver.clearCache()
  }

  #find(from: string, specifier: string): ModuleRef {
    let path: string | undefined
    try {
      path = this.#resolver.resolveFileSync(from, specifier).path
    } catch {
      // a broken tsconfig must not stop the index: the specifier counts as unresolved
    }
    if (path && this.#hasFile(path)) return { file: path }
    return /^[./]/.test(specifier) ? undefined : { module: specifier }
  }
}
