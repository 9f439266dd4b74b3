/** What a benchmark claims and what it measured, one line of the printed table. */
export interface Row {
  /** The claim in words: `syncToAsync round trip, pool of 2`. */
  readonly claim: string
  readonly ours: number
  readonly peer: number
  /** Unit of `ours` and `peer`: `calls/s`, `ms`, `%`. */
  readonly unit: string
  /** `ours / peer`; the target says which side of 1 is good. */
  readonly ratio: number
  /** What must hold, in words: `>= 0.9`. */
  readonly target: string
  readonly holds: boolean
}

/** A row with its ratio judged. */
export function judged(claim: string, ours: number, peer: number, unit: string, sign: '>=' | '<=', target: number): Row {
  const ratio = ours / peer
  return { claim, ours, peer, unit, ratio, target: `${sign} ${target}`, holds: sign === '>=' ? ratio >= target : ratio <= target }
}
