/** What a cached summary depends on besides the text: the code that makes summaries. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

let known: string | undefined

/**
 * A hash of this package's version, the parser's version and the code that reads and writes summaries:
 * another shape, or another opinion of the same text, is another version without anybody having to think of it.
 */
export function summaryVersion(): string {
  if (known !== undefined) return known
  const hash = createHash('sha256')
  for (const each of ['../../package.json', 'oxc-parser/package.json']) hash.update(versionOf(each))
  for (const folder of ['../parse', '../summarise', '.']) for (const code of codeIn(join(import.meta.dirname, folder))) hash.update(code)
  return (known = hash.digest('hex'))
}

function versionOf(manifest: string): string {
  try {
    return (createRequire(import.meta.url)(manifest) as { version?: string }).version ?? ''
  } catch {
    return '' // bundled: the code below, or the lack of it, has to do
  }
}

function codeIn(folder: string): Buffer[] {
  try {
    const names = readdirSync(folder).filter((name) => /^[\w-]+\.[jt]s$/.test(name))
    return names.sort().map((name) => readFileSync(join(folder, name)))
  } catch {
    return []
  }
}
