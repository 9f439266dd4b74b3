/** Imports and exports: how the files of a program know each other. */
import { moduleName } from './writer.test.kit.ts'
import type { FileText } from './writer.test.kit.ts'

/** What linking asks of a program. */
export interface LinkOptions {
  readonly isCommonJs: boolean
  readonly links: readonly number[]
  /** As it stands in an import: `.mjs`, `.cjs`, `.js`. */
  readonly extension: string
}

/** Replaces the names of other files, and puts imports and exports around each file's lines. */
export class Linker {
  readonly #options: LinkOptions
  readonly #barrel = new Map<number, Set<string>>()
  /** Names that their file exports as its default too. */
  readonly #defaults = new Map<number, string>()

  constructor(options: LinkOptions) {
    this.#options = options
  }

  /** The lines of a file. */
  link(file: FileText): string[] {
    const imports = new Set<string>()
    for (const [module, names] of file.api) imports.add(this.#apiImport(module, [...names], file))
    if (file.kit.size > 0) imports.add(this.#import([...file.kit].join(', '), 'kit'))
    const lines = file.tops.map((line) =>
      line.replace(/\u0001(\d+):(\w+)\u0001/g, (_, index: string, name: string) =>
        Number(index) === file.index ? name : this.#reference(file, Number(index), name, imports),
      ),
    )
    return [...imports, ...lines]
  }

  /** The lines of a file with its exports, once all files are linked. */
  exports(file: FileText, lines: readonly string[]): string[] {
    const names = [...file.exported]
    if (names.length === 0) return [...lines]
    if (this.#options.isCommonJs) return [...lines, ...this.#commonJsExports(file, names)]
    const own = this.#defaults.get(file.index)
    const byDefault = own === undefined ? [] : [`${own} as default`]
    if (this.#pick(file.index, 9) % 2 === 0) return [...lines, `export { ${[...names, ...byDefault].join(', ')} }`]
    const declaration = new RegExp(`^(function|const|class) (${names.join('|')})\\b`)
    return [...lines.map((line) => line.replace(declaration, 'export $&')), ...(own ? [`export { ${own} as default }`] : [])]
  }

  #commonJsExports(file: FileText, names: readonly string[]): string[] {
    switch (this.#pick(file.index, 9) % 3) {
      case 0:
        return [`module.exports = { ${names.join(', ')} }`]
      case 1:
        return names.map((name) => `exports.${name} = ${name}`)
      default:
        return names.map((name) => `module.exports.${name} = ${name}`)
    }
  }

  /** The file that re-exports others. */
  barrel(): string[] {
    const lines: string[] = []
    for (const [index, names] of this.#barrel) {
      const path = `'./m${index}${this.#options.extension}'`
      if (this.#options.isCommonJs) lines.push(...[...names].map((name) => `exports.${name} = require(${path}).${name}`))
      else if (this.#pick(index, 5) % 3 === 0) lines.push(`export * from ${path}`)
      else if (this.#pick(index, 5) % 3 === 1) lines.push(`export { ${[...names].join(', ')} } from ${path}`)
      else lines.push(`import { ${[...names].join(', ')} } from ${path}`, `export { ${[...names].join(', ')} }`)
    }
    return lines
  }

  #reference(file: FileText, to: number, name: string, imports: Set<string>): string {
    const { isCommonJs, extension } = this.#options
    const path = `'./m${to}${extension}'`
    const pick = this.#pick(file.index, to)
    if (isCommonJs) {
      const isLoaded = to < file.index
      const form = isLoaded ? pick % 5 : 3
      if (form === 0) return (imports.add(`const { ${name} } = require(${path})`), name)
      if (form === 1) return (imports.add(`const { ${name}: other${name} } = require(${path})`), `other${name}`)
      if (form === 2) return (imports.add(`const m${to} = require(${path})`), `m${to}.${name}`)
      if (form === 3) return `require(${path}).${name}`
      this.#barrelled(to, name)
      return (imports.add(`const { ${name} } = require('./barrel${extension}')`), name)
    }
    switch (pick % 6) {
      case 0:
        return (imports.add(`import { ${name} } from ${path}`), name)
      case 1:
        return (imports.add(`import { ${name} as other${name} } from ${path}`), `other${name}`)
      case 2:
        return (imports.add(`import * as m${to} from ${path}`), `m${to}.${name}`)
      case 3:
        if (!this.#defaults.has(to)) this.#defaults.set(to, name)
        if (this.#defaults.get(to) === name) return (imports.add(`import own${name} from ${path}`), `own${name}`)
        return (imports.add(`import { ${name} } from ${path}`), name)
      case 4:
        this.#barrelled(to, name)
        return (imports.add(`import * as barrel from './barrel${extension}'`), `barrel.${name}`)
      default:
        this.#barrelled(to, name)
        return (imports.add(`import { ${name} } from './barrel${extension}'`), name)
    }
  }

  #barrelled(to: number, name: string): void {
    this.#barrel.set(to, (this.#barrel.get(to) ?? new Set()).add(name))
  }

  #import(names: string, module: string): string {
    const path = `'./${module}${this.#options.extension}'`
    return this.#options.isCommonJs ? `const { ${names} } = require(${path})` : `import { ${names} } from ${path}`
  }

  #apiImport(module: string, names: readonly string[], file: FileText): string {
    const pick = this.#pick(file.index, 7)
    const specifier = pick % 2 === 0 ? module : module.replace('node:', '')
    const named = `{ ${names.join(', ')} }`
    if (this.#options.isCommonJs) return `const ${file.isWholeModule ? moduleName(module) : named} = require('${specifier}')`
    const whole = pick % 3 === 0 ? moduleName(module) : `* as ${moduleName(module)}`
    return `import ${file.isWholeModule ? whole : named} from '${specifier}'`
  }

  #pick(a: number, b: number): number {
    const { links } = this.#options
    return links[(a * 5 + b * 3) % links.length]!
  }
}
