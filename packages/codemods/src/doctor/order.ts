/** In which order codemods are best run, and why each stands where it does. */

/** A codemod's place in the order. */
export interface Place {
  readonly codemod: string
  /** Why it comes where it comes. */
  readonly because: string
}

/** First what makes code async that isn't, then what blocks, then what only makes it faster or tidier. */
export const order: readonly Place[] = [
  { codemod: 'handlers-to-async', because: 'async handlers can await what later steps make async, and forward its errors' },
  { codemod: 'callbacks-to-await', because: 'calls behind callbacks become awaits, which the next steps can follow' },
  { codemod: 'then-to-await', because: 'promise chains become awaits, so that their functions can await more' },
  { codemod: 'sync-to-async', because: 'what blocks the loop becomes its async twin, with all callers' },
  { codemod: 'offload', because: 'what has no async twin moves to a thread' },
  { codemod: 'globals-to-context-var', because: 'state of a request must not be shared once requests interleave' },
  { codemod: 'sequential-to-concurrent', because: 'what waits in turn for no reason waits at once; best when all of it is async' },
]
