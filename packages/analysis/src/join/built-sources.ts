/** Sources behind what a build writes: `./dist/app.js` is `src/app.ts` where a tsconfig says so. */
import { getTsconfig } from 'get-tsconfig'
import { readdirSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'

/** Where a build writes to, and where what it writes may come from. */
interface Build {
  readonly outDir: string
  readonly rootDirs: readonly string[]
}

/** Looks for the build that writes a file. */
export class BuiltSources {
  readonly #builds = new Map<string, readonly Build[]>()

  /** Paths that the source of a file may have, with the ending of what is built; none where another package asks for it than the one that builds. */
  of(file: string, from: string): string[] {
    for (let at = dirname(file); ; at = dirname(at)) {
      const build = this.#buildsIn(at).find(({ outDir }) => file.startsWith(outDir + sep))
      if (build && !from.startsWith(at + sep)) return []
      if (build) return build.rootDirs.map((folder) => join(folder, relative(build.outDir, file)))
      if (dirname(at) === at) return []
    }
  }

  /** Forgets what was read. */
  clear(): void {
    this.#builds.clear()
  }

  #buildsIn(folder: string): readonly Build[] {
    let builds = this.#builds.get(folder)
    if (!builds) this.#builds.set(folder, (builds = configsOf(folder).flatMap((config) => buildOf(config) ?? [])))
    return builds
  }
}

function configsOf(folder: string): string[] {
  try {
    return readdirSync(folder).flatMap((name) => (/^tsconfig(?:\..+)?\.json$/u.test(name) ? [join(folder, name)] : []))
  } catch {
    return [] // what is not built yet has no folder
  }
}

function buildOf(config: string): Build | undefined {
  const folder = dirname(config)
  try {
    const read = getTsconfig(folder, basename(config))?.config
    const { outDir, rootDir } = read?.compilerOptions ?? {}
    if (outDir === undefined) return undefined
    // Without `rootDir` it is the folder that all sources share.
    const included = (read?.include ?? []).map((pattern) => pattern.replace(/[/\\]?[^/\\]*[*?].*$/u, ''))
    const rootDirs = rootDir === undefined ? [...included, '.'] : [rootDir]
    return { outDir: resolve(folder, outDir), rootDirs: rootDirs.map((each) => resolve(folder, each)) }
  } catch {
    return undefined // a broken tsconfig says nothing of a build
  }
}
