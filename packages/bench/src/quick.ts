/** `OFFLOOP_BENCH_QUICK=1` tries the slow groups out: one round, a smaller tree, figures that say little. */

/** True where somebody only wants to see that everything runs. */
export const isQuick = process.env['OFFLOOP_BENCH_QUICK'] === '1'

/** How often something is measured: once where it is only tried out. */
export function rounds(count: number): number {
  return isQuick ? 1 : count
}
