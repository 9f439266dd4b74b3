/** Calls of the catalogue that don't block with these arguments. */

type Arguments = readonly unknown[]

/** Beyond this, random bytes take longer than the time that one notices, in bytes. */
const fewBytes = 1024

/** Logging writes to the standard streams; whoever minds gives them to a pipe. */
const isStandardStream = ([descriptor]: Arguments): boolean => descriptor === 1 || descriptor === 2

const tests: Readonly<Record<string, (args: Arguments) => boolean>> = {
  'globalThis.Atomics.wait': ([, , , timeout]) => typeof timeout === 'number' && timeout <= 0,
  'node:crypto.randomBytes': ([size]) => typeof size === 'number' && size <= fewBytes,
  'node:crypto.randomInt': () => true,
  'node:fs.writeSync': isStandardStream,
  'node:fs.writevSync': isStandardStream,
  'node:fs.writeFileSync': isStandardStream,
  'node:fs.appendFileSync': isStandardStream,
}

/** The test of an API, where it has one: true for arguments with which it returns at once. */
export function harmlessTest(api: string): ((args: Arguments) => boolean) | undefined {
  return Object.hasOwn(tests, api) ? tests[api] : undefined
}
