/** Which thread waits for a call that is to be made. */
import type { CrewThread, Job } from './crew-thread.ts'

/** The thread that blocks in a call for which this one is made, and so may serve it. */
export const blockedAncestor = (threads: ReadonlySet<CrewThread>, isPool: boolean, { call }: Job): CrewThread | undefined =>
  [...threads].find((thread) => (thread.isBlocked || !isPool) && call.origin.chain.some((id) => thread.jobs.has(id)))
