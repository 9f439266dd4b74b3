/** What the present build says of a checkout, and the labels as they are with that. */
import { existsSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { openProject } from '@offloop/analysis'
import type { Reach } from '@offloop/analysis'
import { ESLint } from 'eslint'
import { parser } from 'typescript-eslint'
import { reportedTiers } from './labels-figures.ts'
import type { LabelledCall, Labels } from './labels-file.ts'
import { blockingRules, placesIn } from './named-places.ts'
import { ownConfig, ownName } from './own-rules.ts'

/** A report of one of our rules. */
export interface LiveFinding {
  readonly place: string
  readonly rule: string
  readonly message: string
  /** Last line of what is reported: a callee may go over several, and a label may name the one with its last name. */
  readonly endLine?: number
}

/** What was said about a checkout; places are relative to its root, with `/`. */
export interface Live {
  readonly findings: readonly LiveFinding[]
  readonly calls: readonly { readonly place: string; readonly api: string; readonly reach: Reach }[]
  /** Files that don't parse, with the parser's words. */
  readonly fatal: readonly string[]
}

/** Labels brought up to date, and what has none. */
export interface Compared {
  readonly labels: Labels
  readonly unlabelled: readonly LiveFinding[]
}

/** Lints folders of a checkout as one who installs the preset does; the index reads all of the checkout. */
export async function lintCheckout(checkout: string, folders: readonly string[]): Promise<Live> {
  const eslint = new ESLint({
    cwd: checkout,
    overrideConfigFile: true,
    errorOnUnmatchedPattern: false,
    overrideConfig: [
      { ignores: ['**/node_modules/**', '**/dist/**', '**/build/**', '**/*.min.js'] },
      {
        ...ownConfig(checkout),
        files: ['**/*.{js,ts,mjs,cjs,tsx,jsx,mts,cts}'],
        linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
        languageOptions: { parser, parserOptions: { ecmaFeatures: { jsx: true } } },
      },
    ],
  })
  const placeOf = (file: string, line: number): string => `${relative(checkout, file).split(sep).join('/')}:${line}`
  const findings: LiveFinding[] = []
  const fatal: string[] = []
  for (const { filePath, messages } of await eslint.lintFiles([...folders])) {
    for (const { line, endLine, ruleId, message, fatal: isFatal } of messages) {
      const rule = ownName(ruleId)
      if (isFatal) fatal.push(`${placeOf(filePath, line)} ${message}`)
      else if (rule !== undefined)
        findings.push({ place: placeOf(filePath, line), rule, message, ...(endLine !== undefined && endLine > line && { endLine }) })
    }
  }
  const calls = openProject(checkout).blockingCalls()
  return { findings, fatal, calls: calls.map(({ place, api, reach }) => ({ place: placeOf(place.file, place.line), api: api.id, reach })) }
}

/** The folders that labels are about, as a list. */
export function foldersOf({ folder }: Labels): string[] {
  return folder.split(',').map((each) => each.trim())
}

/** Throws where a checkout can't be the one that was labelled. */
export function checkCheckout(labels: Labels, file: string, checkout: string): void {
  const missing = foldersOf(labels).find((folder) => !existsSync(join(checkout, folder)))
  if (missing !== undefined) throw new Error(`${file}: folder: there is no "${missing}" in ${checkout}`)
  for (const list of ['calls', 'findings'] as const) {
    const at = labels[list].findIndex(({ place }) => !existsSync(join(checkout, place.replace(/:\d+$/u, ''))))
    if (at >= 0)
      throw new Error(`${file}: ${list}[${at}].place: "${labels[list][at]?.place}" is not in ${checkout}; is that commit ${labels.commit}?`)
  }
}

/** Labels with `found` as it is now and without the findings that are gone. A label speaks of all findings of its rule on its line. */
export function compare(labels: Labels, live: Live): Compared {
  const named = new Set(
    live.findings.filter(({ rule }) => blockingRules.has(rule)).flatMap((each) => [...linesOf(each), ...placesIn(each.message)]),
  )
  const reaches = new Map<string, Reach>()
  for (const { place, api, reach } of live.calls) if (reaches.get(`${place} ${api}`) !== 'loop') reaches.set(`${place} ${api}`, reach)
  const isFound = ({ place, api, tier }: LabelledCall): boolean =>
    reaches.get(`${place} ${api}`) === 'loop' && (!reportedTiers.has(tier) || named.has(place))
  const calls = labels.calls.map((call) => {
    const reach = reaches.get(`${call.place} ${call.api}`)
    return {
      ...call,
      ...((call.verdict === 'loop' || call.found !== undefined) && { found: isFound(call) }),
      // Some labels also say what the index saw.
      ...('seen' in call && { seen: reach !== undefined }),
      ...('reach' in call && { reach: reach ?? null }),
    }
  })
  const present = new Set(live.findings.map(keyOf))
  const known = new Set(labels.findings.map(keyOf))
  return {
    labels: { ...labels, calls, findings: labels.findings.filter((finding) => present.has(keyOf(finding))) },
    unlabelled: live.findings.filter((finding) => !known.has(keyOf(finding))),
  }
}

/** Every line of what a finding reports. */
function linesOf({ place, endLine }: LiveFinding): string[] {
  const [, file, line] = /^(.*):(\d+)$/u.exec(place)!
  const lines = [place]
  for (let at = Number(line) + 1; at <= (endLine ?? 0); at++) lines.push(`${file}:${at}`)
  return lines
}

function keyOf({ place, rule }: { readonly place: string; readonly rule: string }): string {
  return `${rule} ${place}`
}
