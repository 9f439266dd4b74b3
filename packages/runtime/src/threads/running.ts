/** The calls that run on this thread for others, each with the calls it was made for. */
import { shared } from '../process-state.ts'
import type { Call } from './link.ts'

/** Ids of the calls that one was made for, outermost first, and its own as the last. */
export type Chain = readonly number[]

/** The sync calls on this thread's stack, outermost first. */
export const live = shared('live calls', (): Chain[] => [])

/** The async calls of other threads on this thread's loop, by id. */
export const pending = shared('pending calls', () => new Map<number, Chain>())

const idOf = (chain: Chain | undefined): number => chain?.at(-1) ?? -1

/** Whether a call was made for one that is on this thread's stack. */
export const isForLive = ({ origin }: Call): boolean => live.some((chain) => origin.chain.includes(idOf(chain)))

/** Whether a call was made for the one that blocks this thread; the others on its stack wait for that one. */
export const isForInnermost = ({ origin }: Call): boolean => origin.chain.includes(idOf(live.at(-1)))
