/** What a generated file is, and how its text is put between the markers of a page and formatted. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'oxfmt'
import type { FormatOptions } from 'oxfmt'
import { root } from '../root.ts'

/** A file with the text that it should have. */
export interface Generated {
  /** Relative to the repository's root. */
  readonly path: string
  readonly text: string
}

/** Formats text as `npm run check` wants it. Throws when it doesn't parse. */
export async function formatted(path: string, text: string): Promise<string> {
  const {
    $schema: _schema,
    ignorePatterns: _ignored,
    ...options
  } = JSON.parse(readFileSync(join(root, '.oxfmtrc.json'), 'utf8')) as FormatOptions & Record<string, unknown>
  const { code, errors } = await format(path, text, options)
  const [error] = errors
  if (error) throw new Error(`${path}: ${error.message}`)
  return code
}

/**
 * The page at `path` with `block` between `<!-- generated name -->` and `<!-- /generated name -->`.
 * A page without these markers gets them after the first line that `after` matches.
 */
export async function withBlock(path: string, name: string, block: string, after: RegExp): Promise<Generated> {
  if (!existsSync(join(root, path))) throw new Error(`${path} is missing: write it, its ${name} are generated into it`)
  const page = readFileSync(join(root, path), 'utf8')
  const [open, close] = [`<!-- generated ${name} -->`, `<!-- /generated ${name} -->`]
  const body = `${open}\n\n${(await formatted(path, block)).trim()}\n\n${close}`
  const [start, end] = [page.indexOf(open), page.indexOf(close)]
  if (start >= 0 && end > start) return { path, text: page.slice(0, start) + body + page.slice(end + close.length) }
  const anchor = after.exec(page)
  if (!anchor) throw new Error(`${path} has neither "${open}" nor a line like ${after}: add the marker where the ${name} belong`)
  const at = anchor.index + anchor[0].length
  return { path, text: `${page.slice(0, at)}\n\n${body}${page.slice(at)}` }
}

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
