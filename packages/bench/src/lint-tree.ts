/** Copies of this repository's own packages outside of it, under names that don't meet: a tree of any size to read. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { root } from '@offloop/dev/root'

/** A folder with copies. */
export interface Tree {
  readonly folder: string
  /** Thousands of lines in all copies. */
  readonly kloc: number
  readonly files: number
}

interface Source {
  /** Below the copy: `analysis/src/project.ts`. */
  readonly path: string
  readonly text: string
}

interface Manifest {
  readonly name: string
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>
}

/** Makes a folder with so many copies of the packages' sources; the packages of one copy import each other and those that are installed here. */
export function makeTree(copies: number): Tree {
  const folder = mkdtempSync(join(tmpdir(), 'offloop-tree-'))
  const sources = ownSources()
  const manifests = readdirSync(join(root, 'packages')).map((name) => ({ name, manifest: manifestOf(name) }))
  linkInstalled(folder)
  write(join(folder, 'package.json'), JSON.stringify({ name: 'tree', private: true, type: 'module', workspaces: ['copy-*/*'] }))
  for (let copy = 0; copy < copies; copy++) {
    const scope = `@copy-${copy}`
    const place = join(folder, `copy-${copy}`)
    for (const { path, text } of sources) write(join(place, path), text.replaceAll('@offloop/', `${scope}/`))
    mkdirSync(join(folder, 'node_modules', scope), { recursive: true })
    for (const { name, manifest } of manifests) {
      write(join(place, name, 'package.json'), JSON.stringify(renamed(manifest, scope)))
      symlinkSync(join(place, name), join(folder, 'node_modules', scope, name), 'dir')
    }
  }
  const lines = sources.reduce((sum, { text }) => sum + text.split('\n').length - 1, 0)
  return { folder, kloc: (copies * lines) / 1000, files: copies * sources.length }
}

/** Takes a tree away again. */
export function removeTree({ folder }: Tree): void {
  rmSync(folder, { recursive: true, force: true })
}

/** The sources of a tree, for those who have to be told. */
export function filesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.startsWith('copy-'))
    .flatMap(({ name }) => readdirSync(join(folder, name), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, name, path)))
    .filter((path) => /\.tsx?$/u.test(path))
    .sort()
}

function ownSources(): Source[] {
  const packages = join(root, 'packages')
  return readdirSync(packages).flatMap((name) =>
    readdirSync(join(packages, name, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.tsx?$/u.test(path))
      .map((path) => ({ path: join(name, 'src', path), text: readFileSync(join(packages, name, 'src', path), 'utf8') })),
  )
}

function manifestOf(name: string): Manifest {
  return JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')) as Manifest
}

/** Nothing is built there: what a package exports are its sources. */
function renamed({ name, exports = {} }: Manifest, scope: string): object {
  const sourceOf = (target: string): string => target.replace(/^\.\/dist\/(.*)\.js$/u, './src/$1.ts')
  const targets = Object.entries(exports).map(([path, to]) => [path, sourceOf(typeof to === 'string' ? to : (to['default'] ?? path))])
  return { name: name.replace('@offloop', scope), version: '0.0.0', type: 'module', exports: Object.fromEntries(targets) }
}

/** Links, so that types and packages of others are found as they are here. */
function linkInstalled(folder: string): void {
  mkdirSync(join(folder, 'node_modules'))
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name.startsWith('.') || name === '@offloop') continue
    symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name))
  }
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
