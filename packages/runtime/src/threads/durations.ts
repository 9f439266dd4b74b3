/** How long do calls of a function take? A running mean for each, as far as it is known. */
import type { Address } from './address.ts'

const means = new WeakMap<Address, number>()
/** Of a function that has not run yet: long, so that nothing waits behind it. */
const unknownUs = 1e6

/** What a call of the function will take, in microseconds. */
export const expectedUs = (address: Address): number => means.get(address) ?? unknownUs

/** Notes what a call took. */
export function noteTook(address: Address, tookUs: number): void {
  const mean = means.get(address)
  means.set(address, mean === undefined ? tookUs : mean * 0.95 + tookUs * 0.05)
}
