/** Which blocking calls a message of our rules names. */

/** Rules that say where the loop is blocked. */
export const blockingRules: ReadonlySet<string> = new Set(['no-blocking-call', 'no-blocking-chain', 'no-awaited-blocking'])

/** Places (`src/load.ts:12`) in a message: at the end of its chain, and of what else is reached. A shortened chain names its end, too. */
export function placesIn(message: string): string[] {
  return [...message.matchAll(/ \(((?:(?! \()[^`])+?:\d+)\)(?=`|[,.])/gu)].map(([, place = '']) => place)
}
