/** Which path the linted text has, and which folder is the project around it. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import type { TSESLint } from '@typescript-eslint/utils'

const javascript = /\.[cm]?[jt]sx?$/u

/** Absolute path of the linted text; made up below the working directory for text from standard input. Undefined where it is not JavaScript or TypeScript. */
export function pathOf(context: Readonly<TSESLint.RuleContext<string, readonly unknown[]>>): string | undefined {
  const { cwd, filename, sourceCode } = context
  if (isNameless(filename)) {
    // typescript-eslint's services are there with and without types; their absence means plain JavaScript.
    const typescript = 'program' in (sourceCode.parserServices ?? {})
    return join(cwd, typescript ? '__offloop_input__.ts' : '__offloop_input__.js')
  }
  return javascript.test(filename) ? resolve(cwd, filename) : undefined
}

/** True for text that no file holds: from standard input, or a block that a processor took out of a document. Nobody imports it. */
export function isOfNoFile({ filename, physicalFilename }: Readonly<TSESLint.RuleContext<string, readonly unknown[]>>): boolean {
  return isNameless(filename) || physicalFilename !== filename
}

function isNameless(filename: string): boolean {
  return /^<(?:input|text)>$/u.test(filename) || filename === ''
}

const roots = new Map<string, string>()

/**
 * The folder whose files are read together, first that applies:
 * the setting; the nearest folder above the file whose package.json has `workspaces` (or that holds pnpm-workspace.yaml);
 * ESLint's working directory if the file is in it; the nearest folder with a package.json; the file's own folder.
 */
export function rootOf(file: string, cwd: string, setting?: string): string {
  if (setting !== undefined) return resolve(cwd, setting)
  const key = `${cwd}\0${dirname(file)}`
  let root = roots.get(key)
  if (root === undefined) roots.set(key, (root = findRoot(file, cwd)))
  return root
}

function findRoot(file: string, cwd: string): string {
  const folders = foldersAbove(file)
  const workspace = folders.find(isWorkspace)
  if (workspace !== undefined) return workspace
  if (isInside(file, cwd)) return cwd
  return folders.find((folder) => existsSync(join(folder, 'package.json'))) ?? dirname(file)
}

function foldersAbove(file: string): string[] {
  const folders: string[] = []
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    folders.push(folder)
    if (dirname(folder) === folder) return folders
  }
}

function isWorkspace(folder: string): boolean {
  if (existsSync(join(folder, 'pnpm-workspace.yaml'))) return true
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    return typeof manifest === 'object' && manifest !== null && 'workspaces' in manifest
  } catch {
    // No manifest, or one that can't be read: not a workspace, and not for a lint rule to complain about.
    return false
  }
}

function isInside(file: string, folder: string): boolean {
  const path = relative(folder, file)
  return !path.startsWith('..') && !isAbsolute(path)
}
