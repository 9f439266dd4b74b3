/** What ESLint says about one file, as SARIF results and notifications. */
import { readFileSync } from 'node:fs'
import type { ESLint, Linter } from 'eslint'
import type { ArtifactLocation, Notification, Result, Suppression } from 'sarif'
import type { ChainFinder } from './chains.ts'
import { codeFlowOf } from './code-flows.ts'
import type { Fingerprints } from './fingerprint.ts'
import { fixesOf } from './fixes.ts'
import { levelOf, messageLocation, notificationOf } from './messages.ts'
import { TextLines } from './text-lines.ts'

/** Name and version of the way in which fingerprints are made: GitHub's own name is left to GitHub. */
const fingerprintName = 'offloopRuleAndLine/v1'

/** What the results of all files share. */
export interface RunContext {
  readonly cwd: string
  /** Rule id -> place in the list of rules. */
  readonly ruleIndex: ReadonlyMap<string, number>
  readonly fingerprints: Fingerprints
  readonly chains: ChainFinder
  /** False to leave out what a directive or the suppressions file silences. */
  readonly withSuppressed: boolean
}

/** What there is to say about one file. */
export interface FileReport {
  readonly results: Result[]
  readonly notifications: Notification[]
}

/** Messages of a file in the order of their places; those without a rule become notifications. */
export function reportOf(linted: ESLint.LintResult, location: ArtifactLocation, run: RunContext): FileReport {
  const report: FileReport = { results: [], notifications: [] }
  const messages: Message[] = [...linted.messages, ...linted.suppressedMessages].sort(byPlace)
  if (messages.length === 0) return report
  const lines = linesOf(linted)
  for (const message of messages) {
    if (message.ruleId === null) {
      if (!isSilenced(message) || run.withSuppressed) report.notifications.push(notificationOf(message, location))
      continue
    }
    // Asked for silenced messages, too: the ordinals stay when one of them comes back.
    const line = lines?.line(message.line) ?? message.message
    const fingerprint = run.fingerprints.next(message.ruleId, location.uri ?? '', line)
    if (isSilenced(message) && !run.withSuppressed) continue
    const chain = run.chains.find(linted.filePath, message)
    const fixes = fixesOf(message, location, lines)
    const ruleIndex = run.ruleIndex.get(message.ruleId)
    report.results.push({
      ruleId: message.ruleId,
      ...(ruleIndex !== undefined && { ruleIndex }),
      level: levelOf(message),
      message: { text: message.message },
      locations: [messageLocation(message, location)],
      partialFingerprints: { [fingerprintName]: fingerprint },
      ...(chain && { codeFlows: [codeFlowOf(chain, run.cwd)] }),
      ...(fixes.length > 0 && { fixes }),
      ...(isSilenced(message) && { suppressions: message.suppressions.map(suppressionOf) }),
    })
  }
  return report
}

type Message = Linter.LintMessage | Linter.SuppressedLintMessage

function isSilenced(message: Message): message is Linter.SuppressedLintMessage {
  return 'suppressions' in message
}

function byPlace(a: Message, b: Message): number {
  return (a.line || 0) - (b.line || 0) || (a.column || 0) - (b.column || 0)
}

/** A directive stands in the source; `file` is ESLint's suppressions file. */
function suppressionOf({ kind, justification }: Linter.LintSuppression): Suppression {
  return { kind: kind === 'directive' ? 'inSource' : 'external', status: 'accepted', ...(justification && { justification }) }
}

/** The text that the messages are about. ESLint keeps it where something is left to report. */
function linesOf({ filePath, output, source }: ESLint.LintResult): TextLines | undefined {
  try {
    return new TextLines(output ?? source ?? readFileSync(filePath, 'utf8'))
  } catch {
    // Gone since, or never a file: fingerprints and fixes do without.
    return undefined
  }
}
