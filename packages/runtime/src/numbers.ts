/** Numbers for calls, contexts, tokens and iterators that mean the same on every thread of the process. */
import { threadId } from 'node:worker_threads'
import { shared } from './process-state.ts'

const numbers = shared('numbers', () => ({ last: 0 }))

/** A number that no other thread of this process gives out. */
export const nextNumber = (): number => threadId * 2 ** 32 + ++numbers.last

/** The thread that gave out a number. */
export const threadOf = (number: number): number => Math.floor(number / 2 ** 32)
