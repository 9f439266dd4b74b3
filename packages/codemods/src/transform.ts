/** A codemod of files as a jscodeshift transform: it reads the text itself, whatever parser jscodeshift was given. */
import { applyEdits, editsOf } from './edit/apply.ts'
import { noFacts } from './file-codemod.ts'
import type { FileCodemod, OwnOptions } from './file-codemod.ts'
import { foreignHand } from './plan/hands-off.ts'
import { openSource } from './rewrite/source.ts'
import { parseFailure } from './verify/parse.ts'

/** What jscodeshift hands to a transform. */
export interface TransformFile {
  readonly path: string
  readonly source: string
}

/** What of jscodeshift is used: counts that it prints at the end of a dry run. */
export interface TransformApi {
  readonly stats?: (name: string) => void
}

/** Text in, text out; `undefined` where nothing changes. */
export type Transform = (file: TransformFile, api: TransformApi, options: Readonly<Record<string, unknown>>) => string | undefined

/** The transform of a codemod. It throws where a file doesn't parse, which jscodeshift reports by the file's name. */
export function transformOf(codemod: FileCodemod): Transform {
  return ({ path, source: text }, { stats }, options) => {
    if (/\.d\.[cm]?ts$/u.test(path) || foreignHand(path.replaceAll('\\', '/'), text) !== undefined) return undefined
    const source = openSource(path, text)
    const result = codemod.change({ source, options: ownOptions(options), facts: noFacts })
    for (const { reason } of result.left) stats?.(`left alone: ${reason}`)
    if (result.changes.length === 0) return undefined
    const pieces = result.changes.map(({ edits }) => ({ files: [{ file: path, edits }] }))
    const together = [{ file: path, edits: result.together?.(result.changes) ?? [] }]
    const edited = applyEdits(text, editsOf({ pieces, together, markers: [] }).get(path) ?? [])
    const failure = parseFailure(path, edited)
    if (failure !== undefined) throw new Error(`the edited text does not parse, line ${failure}: please report this`)
    return edited === text ? undefined : edited
  }
}

/** jscodeshift hands over all that was typed, with its own settings. */
function ownOptions(options: Readonly<Record<string, unknown>>): OwnOptions {
  return Object.fromEntries(
    Object.entries(options).filter(
      (each): each is [string, string | boolean] => typeof each[1] === 'string' || typeof each[1] === 'boolean',
    ),
  )
}
