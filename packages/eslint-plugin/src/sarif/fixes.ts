/** What `--fix` would do about a message, as SARIF replacements. */
import type { Linter } from 'eslint'
import type { ArtifactLocation, Fix } from 'sarif'
import type { TextLines } from './text-lines.ts'

/** The fix of a message; empty where it has none or where the text is not the one that it was made for. */
export function fixesOf(message: Linter.LintMessage, location: ArtifactLocation, lines: TextLines | undefined): Fix[] {
  if (!message.fix || !lines) return []
  const { range, text } = message.fix
  const deletedRegion = lines.region(...range)
  // A fix that begins before the text takes away a byte order mark: SARIF has no place for that.
  if (!deletedRegion) return []
  const replacement = { deletedRegion, ...(text !== '' && { insertedContent: { text } }) }
  return [{ artifactChanges: [{ artifactLocation: location, replacements: [replacement] }] }]
}
