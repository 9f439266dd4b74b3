/** Which files belong to a project: sources below the given paths that git doesn't ignore. */
import ignoreModule from 'ignore'
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { getTsconfig } from 'get-tsconfig'
import { globSync } from 'tinyglobby'
import type { Problem } from '../ask/finding.ts'
import { extensions } from '../parse/file.ts'

interface Selection {
  readonly paths?: readonly string[]
  readonly include?: readonly string[]
  readonly exclude?: readonly string[]
}

const alwaysOut = [
  '**/node_modules/**',
  '**/.git/**',
  '**/*.d.ts',
  '**/*.d.mts',
  '**/*.d.cts',
  '**/*.min.js',
  '**/.cache/**',
  '**/coverage/**',
]
const sources = `**/*.{${extensions.join(',')}}`

/** The source files below a folder that are worth reading, sorted. */
export function discoverFiles(root: string, selection: Selection, problems: Problem[]): string[] {
  const found = new Set<string>()
  for (const path of selection.paths && selection.paths.length > 0 ? selection.paths : ['.']) {
    const absolute = resolve(root, path)
    const kind = kindOf(absolute, problems)
    if (kind === 'file') found.add(absolute)
    else if (kind === 'folder') for (const file of listFolder(absolute, selection)) found.add(file)
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

function listFolder(folder: string, selection: Selection): string[] {
  const files = globSync(selection.include?.length ? [...selection.include] : sources, {
    cwd: folder,
    absolute: true,
    dot: false,
    followSymbolicLinks: false,
    ignore: [...alwaysOut, ...(selection.exclude ?? [])],
    expandDirectories: false,
  })
  const rules = [...gitignores(folder), ...buildFolders(folder)]
  return files
    .map((file) => resolve(file))
    .filter((file) => extensions.includes(file.slice(file.lastIndexOf('.') + 1)) && !rules.some((rule) => rule(file)))
}

/** What a build writes: the `outDir` of each tsconfig.json at or below the folder, unless sources lie there too. */
function buildFolders(folder: string): ((file: string) => boolean)[] {
  const configs = globSync('**/tsconfig*.json', { cwd: folder, absolute: true, followSymbolicLinks: false, ignore: ['**/node_modules/**'] })
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
function gitignores(folder: string): ((file: string) => boolean)[] {
  const places = new Set<string>()
  for (let at = folder; ; at = dirname(at)) {
    places.add(at)
    if (existsSync(join(at, '.git')) || dirname(at) === at) break
  }
  for (const nested of globSync('**/.gitignore', {
    cwd: folder,
    absolute: true,
    dot: true,
    followSymbolicLinks: false,
    ignore: ['**/node_modules/**', '**/.git/**'],
  }))
    places.add(dirname(resolve(nested)))
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
