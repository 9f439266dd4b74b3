/** Fingerprints by which a result is known again after lines above it have come or gone. */
import { createHash } from 'node:crypto'

/** Gives the results of one run their fingerprints; to be asked in the order of their places. */
export class Fingerprints {
  readonly #seen = new Map<string, number>()

  /** Hash of the rule, the path, the text of the line and the ordinal among results that have these in common. Indentation doesn't count. */
  next(ruleId: string, path: string, line: string): string {
    const key = [ruleId, path, line.trim()].join('\0')
    const ordinal = (this.#seen.get(key) ?? 0) + 1
    this.#seen.set(key, ordinal)
    return createHash('sha256').update(`${key}\0${ordinal}`).digest('hex').slice(0, 32)
  }
}
