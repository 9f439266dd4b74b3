/** Where the cache of a package lies, and which package a file belongs to. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'

/** What the caller says: on or off, or a folder. Absent: what `OFFLOOP_INDEX_CACHE` says, and else on. */
export type CacheOption = boolean | string | undefined

/** File systems take 255 bytes, of which an unfinished file's name needs some more. */
const maxName = 200
const inModules = join('.cache', 'offloop', 'index')

/** Knows the places; asks the disk for each folder once. */
export class CachePlaces {
  /** The folder that the caller or the environment names; undefined for the default one. */
  readonly named: string | undefined
  readonly isOn: boolean
  readonly #root: string
  readonly #packages = new Map<string, string>()
  readonly #above = new Map<string, string | undefined>()

  constructor(root: string, option: CacheOption, environment: string | undefined = process.env['OFFLOOP_INDEX_CACHE']) {
    const said = environment === undefined || environment === '' ? undefined : environment
    this.#root = root
    this.isOn = option !== false && !(typeof option !== 'string' && said === 'off')
    this.named = typeof option === 'string' ? option : this.isOn && said !== 'off' ? said : undefined
  }

  /** The nearest folder with a package.json; the project's root where there is none within it. */
  packageOf(file: string): string {
    return this.#nearest(dirname(file))
  }

  /**
   * The cache file of a package's folder. Below a folder with an absolute name, or below a `node_modules` folder that packages share, it is called
   * after the package's path; a relative folder lies in each package. Undefined where the package has no `node_modules` folder
   * in it or above it within the repository.
   */
  fileOf(packageFolder: string): string | undefined {
    if (!this.isOn) return undefined
    if (this.named !== undefined) {
      const home = isAbsolute(this.named) ? (this.#holding('.git', packageFolder) ?? this.#root) : packageFolder
      return join(resolve(packageFolder, this.named), nameOf(home, packageFolder))
    }
    const home = this.#holding('node_modules', packageFolder)
    return home === undefined ? undefined : join(home, 'node_modules', inModules, nameOf(home, packageFolder))
  }

  #nearest(folder: string): string {
    let found = this.#packages.get(folder)
    if (found === undefined) {
      const above = dirname(folder)
      if (existsSync(join(folder, 'package.json'))) found = folder
      else found = above === folder || existsSync(join(folder, '.git')) ? this.#root : this.#nearest(above)
      this.#packages.set(folder, found)
    }
    return found
  }

  /** The nearest folder, not beyond the repository's, that holds `name`. */
  #holding(name: string, folder: string): string | undefined {
    const key = `${name} ${folder}`
    if (!this.#above.has(key)) {
      const above = dirname(folder)
      if (existsSync(join(folder, name))) this.#above.set(key, folder)
      else this.#above.set(key, above === folder || existsSync(join(folder, '.git')) ? undefined : this.#holding(name, above))
    }
    return this.#above.get(key)
  }
}

function nameOf(home: string, packageFolder: string): string {
  const path = relative(home, packageFolder).split(sep).join('/')
  const name = path === '' ? 'package' : encodeURIComponent(path)
  return `${name.length > maxName ? createHash('sha256').update(path).digest('hex') : name}.index`
}
