/** Where an ESLint message is, how much it weighs, and what becomes of one that no rule made. */
import type { Linter } from 'eslint'
import type { ArtifactLocation, Location, Notification, Region } from 'sarif'

/** How much a message weighs. */
export function levelOf({ fatal, severity }: Linter.LintMessage): 'error' | 'warning' {
  return fatal || severity === 2 ? 'error' : 'warning'
}

/** The place of a message; a message about the file as a whole has no region. */
export function messageLocation(message: Linter.LintMessage, artifactLocation: ArtifactLocation): Location {
  const region = regionOf(message)
  return { physicalLocation: { artifactLocation, ...(region && { region }) } }
}

/** A message without a rule: the file doesn't parse, is ignored, or has a directive that nothing needs. */
export function notificationOf(message: Linter.LintMessage, location: ArtifactLocation): Notification {
  return { level: levelOf(message), message: { text: message.message }, locations: [messageLocation(message, location)] }
}

function regionOf({ line, column, endLine, endColumn }: Linter.LintMessage): Region | undefined {
  if (!isPosition(line)) return undefined
  const end = isPosition(endLine) && isPosition(endColumn) ? { endLine, endColumn } : {}
  return { startLine: line, ...(isPosition(column) && { startColumn: column, ...end }) }
}

/** Processors and parsers leave out what they don't know, or say 0 or NaN. */
function isPosition(value: number | undefined): value is number {
  return value !== undefined && Number.isInteger(value) && value >= 1
}
