/** What a soak does: operations at random, each of which has to come to a certain end. */

/** What came of an operation: as it had to be, or what was wrong. */
export type Outcome = 'right' | { readonly wrong: string }

/** Right, or what came instead. */
export const isRight = (is: boolean, what: unknown): Outcome => (is ? 'right' : { wrong: `${String(what)} ${JSON.stringify(what)}` })

/** Operations of one kind of load. */
export interface Workload<T extends { readonly kind: string } = { readonly kind: string }> {
  /** So many operations of a seed: the same seed gives the same ones. */
  operationsOf(seed: number, count: number): readonly T[]
  /** Runs one. */
  perform(operation: T): Promise<Outcome>
  /** Lets go of servers and connections. */
  close(): Promise<void>
}
