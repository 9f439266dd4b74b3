/** What a generated program is made of, before it is text: numbers that pick from lists, so that a smaller number is a simpler program. */
import fc from 'fast-check'

/** One construct in a function's body. */
export interface Use {
  /** Which construct. */
  readonly form: number
  /** What it calls: a blocking API, or a function of the program. */
  readonly first: number
  readonly second: number
  /** Picks among variants of the construct. */
  readonly variant: number
}

/** One function. */
export interface FunctionSpec {
  /** Declaration, arrow, method, static, … */
  readonly shape: number
  readonly file: number
  /** Logs when it starts and ends. */
  readonly isTraced: boolean
  readonly uses: readonly Use[]
}

/** One program. */
export interface ProgramSpec {
  /** ES modules, CommonJS, TypeScript with and without return types. */
  readonly language: number
  readonly files: number
  readonly hasSemicolons: boolean
  /** How files import each other and `node:fs`; indexed by pairs of files. */
  readonly links: readonly number[]
  /** How the main file runs its functions. */
  readonly entry: number
  /** 5 makes constructs possible that must stay sync. */
  readonly walls: number
  readonly functions: readonly FunctionSpec[]
}

const number = fc.nat(4095)

const use: fc.Arbitrary<Use> = fc.record({ form: number, first: number, second: number, variant: number })

const fn: fc.Arbitrary<FunctionSpec> = fc.record({
  shape: number,
  file: fc.nat(4),
  isTraced: fc.boolean(),
  uses: fc.array(use, { minLength: 1, maxLength: 4 }),
})

/** Any program. */
export const programSpec: fc.Arbitrary<ProgramSpec> = fc.record({
  language: fc.nat(4),
  files: fc.integer({ min: 1, max: 5 }),
  hasSemicolons: fc.boolean(),
  links: fc.array(fc.nat(11), { minLength: 6, maxLength: 6 }),
  entry: number,
  walls: fc.nat(5),
  functions: fc.array(fn, { minLength: 1, maxLength: 8 }),
})
