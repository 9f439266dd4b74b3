/** The results as a page of Markdown. */
import { recordedSection } from './recorded.ts'
import type { Recorded } from './recorded.ts'
import type { SubjectResult } from './run-subject.ts'

export function tablePage(results: readonly SubjectResult[], recorded: readonly Recorded[]): string {
  const head =
    '| package | what it is | files | blocking calls | migrated | moved to a thread | kept, with the reason | rolled back | not on the loop, or small | lint findings | its tests, before and after | calls seen by the detector, known to the index |'
  const rule = `|${' --- |'.repeat(12)}`
  const rows = results.map((each) => {
    const count = (verdict: string): number => each.verdicts[verdict] ?? 0
    const reasons = Object.entries(each.reasons)
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .map(([reason, number]) => `${reason} ${number}`)
      .join(', ')
    const tests = each.before && each.after ? `${each.before.passed} pass, ${each.after.passed} pass` : 'ships none that run alone'
    return `| ${each.subject.name} ${each.subject.version} | ${each.subject.kind} | ${each.files} | ${each.calls} | ${count('migrated')} | ${count('offloaded')} | ${count('wall')}${reasons ? ` (${reasons})` : ''} | ${count('rolled-back')} | ${count('not-on-loop') + count('small')} | ${each.findings} | ${tests} | ${each.before ? `${each.known} of ${each.seen}` : ''} |`
  })
  return `# Published packages, as they are

Each package is taken from the registry into a temporary folder, linted, migrated with \`offloop sync-to-async --from all --yes\`, and its own tests run before (under the detector) and after.
Nothing in the tools is made for them. \`npm test -- test/real\` runs it again and compares; with \`BLESS=1\` it writes this page.

${[head, rule, ...rows].join('\n')}

${recordedSection(recorded)}`
}
