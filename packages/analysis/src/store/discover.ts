/** Which files belong to a project: sources below the given paths that git doesn't ignore. */
import ignoreModule from 'ignore'
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { getTsconfig } from 'get-tsconfig'
import { globSync } from 'tinyglobby'
import type { Problem, SkippedFile } from '../ask/finding.ts'
import { extensions } from '../parse/file.ts'

interface Selection {
  readonly paths?: readonly string[]
  readonly include?: readonly string[]
  readonly exclude?: readonly string[]
}

const alwaysOut = ['**/node_modules/**', '**/.git/**', '**/.cache/**', '**/coverage/**']
const sources = `**/*.{${extensions.join(',')}}`

/** The source files below a folder that are worth reading, sorted; the others are put into `skipped`. */
export function discoverFiles(root: string, selection: Selection, problems: Problem[], skipped: SkippedFile[] = []): string[] {
  const found = new Set<string>()
  for (const path of selection.paths && selection.paths.length > 0 ? selection.paths : ['.']) {
    const absolute = resolve(root, path)
    const kind = kindOf(absolute, problems)
    if (kind === 'file') found.add(absolute)
    else if (kind === 'folder') for (const file of listFolder(absolute, selection, skipped)) found.add(file)
  }
  return [...found].sort()
}

function kindOf(path: string, problems: Problem[]): 'file' | 'folder' | undefined {
  try {
    const real = realpathSync(path)
    return statSync(real).isDirectory() ? 'folder' : 'file'
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ELOOP') problems.push({ file: path, code: 'symlink-loop', message: `${path}: a symbolic link that leads to itself` })
    else if (code === 'ENOENT') problems.push({ file: path, code: 'missing', message: `${path}: no such file or folder` })
    else problems.push({ file: path, code: 'unreadable', message: `${path}: can't be read (${code ?? String(error)})` })
    return undefined
  }
}

function listFolder(folder: string, selection: Selection, skipped: SkippedFile[]): string[] {
  const { files, configs, ignores } = walkFolder(folder, selection)
  const paths = files.map((file) => resolve(file)).filter((file) => extensions.includes(file.slice(file.lastIndexOf('.') + 1)))
  const whySkipped = reasonToSkip(gitignores(folder, ignores), buildFolders(folder, configs))
  return paths.filter(isNoOutput(new Set(paths))).filter((file) => {
    const why = whySkipped(file)
    if (why) skipped.push({ file, why })
    return why === undefined
  })
}

type Rules = readonly ((file: string) => boolean)[]

function reasonToSkip(ignored: Rules, built: Rules): (file: string) => SkippedFile['why'] | undefined {
  return (file) => {
    if (/\.min\.[cm]?js$/u.test(file)) return 'minified'
    if (ignored.some((rule) => rule(file))) return 'ignored'
    return built.some((rule) => rule(file)) ? 'built' : undefined
  }
}

/** Declarations that stand beside their source were made of it; those that people write say what no other file says. */
function isNoOutput(files: ReadonlySet<string>): (file: string) => boolean {
  return (file) => {
    const plain = /^(.*)\.d\.[cm]?ts$/u.exec(file)?.[1]
    return plain === undefined || !extensions.some((extension) => files.has(`${plain}.${extension}`))
  }
}

const tsconfigs = '**/tsconfig*.json'
const ignoreFiles = '**/.gitignore'

/** Candidates, tsconfig files and `.gitignore` files. In one walk over the folder where nobody narrows it: walking is what takes time. */
function walkFolder(folder: string, { include, exclude }: Selection): { files: string[]; configs: string[]; ignores: string[] } {
  const walk = (patterns: readonly string[], ignore: readonly string[], dot = false): string[] =>
    globSync([...patterns], { cwd: folder, absolute: true, dot, followSymbolicLinks: false, ignore: [...ignore], expandDirectories: false })
  if (include?.length || exclude?.length) {
    const files = walk(include?.length ? include : [sources], [...alwaysOut, ...(exclude ?? [])])
    return {
      files,
      configs: walk([tsconfigs], ['**/node_modules/**']),
      ignores: walk([ignoreFiles], ['**/node_modules/**', '**/.git/**'], true),
    }
  }
  const found = walk([sources, tsconfigs, ignoreFiles], alwaysOut)
  const ignores = found.filter((file) => basename(file) === '.gitignore')
  const configs = found.filter((file) => file.endsWith('.json'))
  return { files: found, configs, ignores }
}

/** What a build writes: the `outDir` of each tsconfig.json at or below the folder, unless sources lie there too. */
function buildFolders(folder: string, configs: readonly string[]): ((file: string) => boolean)[] {
  return configs.flatMap((config) => {
    const outDir = outDirOf(config)
    return outDir === undefined || outDir === dirname(config) || outDir === folder ? [] : [(file: string) => file.startsWith(outDir + sep)]
  })
}

function outDirOf(config: string): string | undefined {
  try {
    const outDir = getTsconfig(dirname(config), basename(config))?.config.compilerOptions?.outDir
    return outDir === undefined ? undefined : resolve(dirname(config), outDir)
  } catch {
    return undefined // a broken tsconfig excludes nothing
  }
}

/** The `.gitignore` files of the folder, of those above it up to the repository, and of those below it. */
function gitignores(folder: string, nestedOnes: readonly string[]): ((file: string) => boolean)[] {
  const places = new Set<string>()
  for (let at = folder; ; at = dirname(at)) {
    places.add(at)
    if (existsSync(join(at, '.git')) || dirname(at) === at) break
  }
  for (const nested of nestedOnes) places.add(dirname(resolve(nested)))
  const rules: ((file: string) => boolean)[] = []
  for (const place of places) {
    const file = join(place, '.gitignore')
    if (!existsSync(file)) continue
    const matcher = ignoreModule.default().add(readFileSync(file, 'utf8'))
    rules.push((path) => {
      const inside = relative(place, path).split(sep).join('/')
      return inside !== '' && !inside.startsWith('..') && matcher.ignores(inside)
    })
  }
  return rules
}
