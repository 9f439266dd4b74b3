/** ESLint formatter that writes SARIF 2.1.0, with the chain of each finding as a code flow. */
import { ESLint } from 'eslint'
import type { Log } from 'sarif'
import { ChainFinder } from './sarif/chains.ts'
import { Fingerprints } from './sarif/fingerprint.ts'
import { reportOf } from './sarif/results.ts'
import type { RunContext } from './sarif/results.ts'
import { ruleDescriptors } from './sarif/rules.ts'
import { newlineSequences } from './sarif/text-lines.ts'
import { baseId, baseLocation, fileLocation } from './sarif/uris.ts'

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'

/**
 * The formatter: `eslint --format ./node_modules/@offloop/eslint-plugin/dist/sarif.js`. (ESLint takes a scoped name for that of a package, so that `@offloop/eslint-plugin/sarif` is found by `import` and `require.resolve` only.)
 *
 * What is suppressed is in the report, marked as such. With `SARIF_ESLINT_IGNORE_SUPPRESSED=true` in the environment it is left out, for readers that take no notice of the mark.
 */
export default function sarif(results: ESLint.LintResult[], data: ESLint.LintResultData): string {
  const { cwd } = data
  const rules = ruleDescriptors(results, data.rulesMeta)
  const run: RunContext = {
    cwd,
    ruleIndex: new Map(rules.map(({ id }, index) => [id, index])),
    fingerprints: new Fingerprints(),
    chains: new ChainFinder(cwd),
    withSuppressed: process.env['SARIF_ESLINT_IGNORE_SUPPRESSED'] !== 'true',
  }
  const locations = results.map(({ filePath }) => fileLocation(filePath, cwd))
  const reports = results.map((linted, index) => reportOf(linted, { ...locations[index], index }, run))
  const notifications = reports.flatMap((report) => report.notifications)
  const base = baseLocation(cwd)
  const log: Log = {
    $schema: schema,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'ESLint', version: ESLint.version, informationUri: 'https://eslint.org', rules } },
        originalUriBaseIds: { [baseId]: base },
        columnKind: 'utf16CodeUnits',
        newlineSequences,
        invocations: [
          {
            executionSuccessful: !results.some(({ messages }) => messages.some(({ fatal }) => fatal)),
            workingDirectory: base,
            ...(notifications.length > 0 && { toolConfigurationNotifications: notifications }),
          },
        ],
        artifacts: locations.map((location) => ({ location, roles: ['analysisTarget'] })),
        results: reports.flatMap((report) => report.results),
      },
    ],
  }
  return JSON.stringify(log, undefined, 2)
}
