/** How much each codemod would do in a project. */
import type { Project } from '@offloop/analysis'
import type { Codemod } from '../define-codemod.ts'
import { settle } from '../verify/settle.ts'
import { order } from './order.ts'

/** What a codemod would do. */
export interface Count {
  readonly codemod: string
  readonly because: string
  /** What a place is: `blocking call`. */
  readonly subject: string
  /** Places that it would change. */
  readonly changes: number
  /** Places that it would leave, by reason, the most frequent first. */
  readonly left: readonly (readonly [reason: string, count: number])[]
  readonly files: number
}

/** Plans each codemod in its order; types are not checked, so that a run may change a little less. */
export function countsOf(project: Project, codemods: readonly Codemod[], onCodemod: (name: string) => void): Count[] {
  return order.flatMap(({ codemod: name, because }) => {
    const codemod = codemods.find((each) => each.name === name)
    if (!codemod) return []
    onCodemod(name)
    const { plan, texts } = settle(codemod, project, { checkTypes: false, markers: false })
    const left = new Map<string, number>()
    for (const { wall } of plan.sites) if (wall) left.set(wall.reason, (left.get(wall.reason) ?? 0) + 1)
    return {
      codemod: name,
      because,
      subject: plan.words.subject,
      changes: plan.sites.filter((each) => each.piece !== undefined).length,
      left: [...left].sort((a, b) => b[1] - a[1]),
      files: texts.size,
    }
  })
}
