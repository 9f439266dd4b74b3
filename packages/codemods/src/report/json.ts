/** The plan and its outcome as JSON, paths relative to the project. */
import { relative } from 'node:path'
import type { Settled } from '../verify/settle.ts'

/** The plan and its verdicts as JSON, paths relative to the project. */
export function jsonReport(settled: Settled, root: string, isWritten: boolean): string {
  const { plan } = settled
  const counts: Record<string, number> = {}
  for (const each of plan.sites) counts[each.verdict] = (counts[each.verdict] ?? 0) + 1
  const report = {
    ...plan,
    written: isWritten,
    counts,
    changedFiles: [...settled.texts.keys()].map((file) => relative(root, file)),
    rolledBack: settled.rolledBack,
    tsconfigs: settled.configs.map((file) => relative(root, file)),
  }
  return `${JSON.stringify(report, (key, value: unknown) => (key === 'file' && typeof value === 'string' ? relative(root, value) : value), 2)}\n`
}
