/** Assertions that call the function they are given, as data: which there are, and what each is called where it takes an async function. */

/** Assertions by name that are given a function. */
export interface ThrowAssertions {
  readonly modules: readonly string[]
  /** Name of each, and of the one beside it that awaits an async function; the same name where there is none. */
  readonly names: Readonly<Record<string, string>>
}

/** Where an assertion has no form for promises, it is given a function that replays how the awaited one ended. */
export const throwAssertions: readonly ThrowAssertions[] = [
  { modules: ['node:assert', 'node:assert/strict', 'node:test'], names: { throws: 'rejects', doesNotThrow: 'doesNotReject' } },
  { modules: ['ava'], names: { throws: 'throwsAsync', notThrows: 'notThrowsAsync' } },
  { modules: ['tap', '@tapjs/core'], names: { throws: 'rejects', doesNotThrow: 'resolves' } },
  { modules: ['tape'], names: { throws: 'throws', doesNotThrow: 'doesNotThrow' } },
  { modules: ['uvu/assert'], names: { throws: 'throws' } },
  { modules: ['chai'], names: { throws: 'throws', throw: 'throw', Throw: 'Throw', doesNotThrow: 'doesNotThrow' } },
  { modules: ['vitest'], names: { throws: 'throws', throw: 'throw', Throw: 'Throw', doesNotThrow: 'doesNotThrow' } },
]

/** Packages whose `expect(…).rejects` takes a function that gives a promise. */
export const rejectingExpect: ReadonlySet<string> = new Set(['vitest', '@jest/globals', 'jest', 'expect', 'bun:test'])

/** Packages whose global `expect` has no `rejects`. */
export const plainExpect = /^(jasmine|karma-jasmine|jasmine-core|chai)$/

/** Matchers that call the function and look at what it throws; those of `rejects` bear the same name. */
export const throwMatchers: ReadonlySet<string> = new Set([
  'toThrow',
  'toThrowError',
  'toThrowErrorMatchingSnapshot',
  'toThrowErrorMatchingInlineSnapshot',
])

/** Matchers that call the function and have no form for promises. */
export const replayedMatchers: ReadonlySet<string> = new Set(['throw', 'throws', 'Throw', 'toThrowMatching', 'toThrowWithMessage'])

/** Matchers that look at a function and don't call it. */
export const valueMatchers: ReadonlySet<string> = new Set([
  'toBe',
  'toEqual',
  'toStrictEqual',
  'toBeDefined',
  'toBeUndefined',
  'toBeNull',
  'toBeTruthy',
  'toBeFalsy',
  'toBeInstanceOf',
  'toBeTypeOf',
  'toHaveBeenCalled',
  'toHaveBeenCalledOnce',
  'toHaveBeenCalledTimes',
  'toHaveBeenCalledWith',
  'toHaveBeenLastCalledWith',
  'toHaveBeenNthCalledWith',
  'toBeCalled',
  'toBeCalledTimes',
  'toBeCalledWith',
])
