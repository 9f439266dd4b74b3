/** Files that a migration leaves as they are: somebody else writes them, or they can't be written. */
import type { Project } from '@offloop/analysis'
import { basename, relative, sep } from 'node:path'
import type { Obstacle } from '../rewrite/await.ts'

/** The files that are not edited, each with its reason; `isReadOnly` asks the disk. */
export function handsOff(project: Project, isReadOnly: (file: string) => boolean): Map<string, Obstacle> {
  const found = new Map<string, Obstacle>()
  for (const file of project.files()) {
    const why = foreignHand(relative(project.root, file).split(sep).join('/'), project.text(file) ?? '')
    if (why !== undefined) found.set(file, { reason: 'generated', message: `${basename(file)} is ${why}` })
    else if (isReadOnly(file)) found.set(file, { reason: 'read-only', message: `${basename(file)} is read-only` })
  }
  return found
}

const vendored = /(?:^|\/)(?:vendor|vendored|third[-_]party|bower_components)\//u
const built = /(?:^|\/)dist\//u
const headerLength = 5000
const generatedHeader =
  /@generated\b|\bgenerated\b.*\bdo not (?:edit|modify)\b|\bdo not (?:edit|modify)\b.*\bgenerated\b|\b(?:file|code) (?:is|was|has been) (?:auto-?|automatically )?generated\b/iu

/** Who writes a file other than people of the project, to follow "is"; `path` is relative, with `/`. */
export function foreignHand(path: string, text: string): string | undefined {
  if (vendored.test(path)) return "vendored: it is another project's"
  if (built.test(path)) return 'in dist/: a build writes it'
  if (generatedHeader.test(headerComments(text))) return 'generated, as its header says'
  return isMinified(text) ? 'minified' : undefined
}

/** Comments before the first code, on one line. */
function headerComments(text: string): string {
  const header = /^(?:\uFEFF?#!.*)?(?:\s|\/\/.*|\/\*[^]*?\*\/|['"]use strict['"];?)*/u.exec(text.slice(0, headerLength))?.[0] ?? ''
  return (header.match(/\/\/.*|\/\*[^]*?\*\//gu) ?? []).join(' ').replaceAll(/\s+/gu, ' ')
}

const smallestMinified = 2000
const longestAverage = 400

/** People don't write lines of this length, but for a few among many others. */
function isMinified(text: string): boolean {
  return text.length >= smallestMinified && text.length / text.split('\n').length > longestAverage
}
