/** Which blocking calls are reached from the roots of a file: each is named once, at the root that is nearest to it. */
import type { BlockingCall, Chain, Place, Project } from '@offloop/analysis'

/** A blocking call that runs on the loop, with its shortest chain and the call in the root with which that begins. */
export type ReachedCall = BlockingCall & { readonly chain: Chain; readonly site: Place; readonly isAwaited: boolean }

const answers = new WeakMap<object, ReadonlyMap<string, readonly ReachedCall[]>>()

/** Blocking calls in sync functions whose nearest root is in `file`. Asked once per state of the project, whatever the number of files. */
export function reachedFrom(project: Project, file: string): readonly ReachedCall[] {
  const state = project.graph()
  let answer = answers.get(state)
  if (!answer) answers.set(state, (answer = byRootFile(project)))
  return answer.get(file) ?? []
}

function byRootFile(project: Project): Map<string, ReachedCall[]> {
  const found = new Map<string, ReachedCall[]>()
  const direct = new Map<string, Set<number>>()
  for (const call of project.blockingCalls()) {
    const site = call.chain?.steps[1]?.place
    if (!call.chain || !site) continue
    const { file, start } = call.place
    if (!direct.has(file)) direct.set(file, directIn(project, file))
    if (direct.get(file)?.has(start)) continue
    const root = call.chain.root.place.file
    const reached = found.get(root) ?? []
    reached.push({ ...call, chain: call.chain, site, isAwaited: isAwaited(project, site) })
    found.set(root, reached)
  }
  return found
}

function directIn(project: Project, file: string): Set<number> {
  const findings = project.findingsIn(file).filter(({ kind }) => kind === 'direct')
  return new Set(findings.map(({ place }) => place.start))
}

function isAwaited(project: Project, site: Place): boolean {
  const calls = project.graph().summaries.get(site.file)?.calls ?? []
  return calls.some(({ calleeStart, isAwaited }) => isAwaited && calleeStart === site.start)
}
