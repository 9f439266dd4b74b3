/**
 * Programs made at random from the constructs that a migration meets: they print the same before and after, side effects and errors in the same order,
 * and a second run changes nothing. `OFFLOOP_FUZZ_RUNS=10000` runs that many, with other seeds each time, or with `OFFLOOP_FUZZ_SEED`.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkBatch } from './batch.test.kit.ts'
import { programSpec } from './spec.test.kit.ts'
import type { ProgramSpec } from './spec.test.kit.ts'

const runs = Number(process.env['OFFLOOP_FUZZ_RUNS'] ?? 0)
const seed = Number(process.env['OFFLOOP_FUZZ_SEED'] ?? (runs > 0 ? Date.now() % 1_000_000 : 7))
/** Programs that are migrated as one project, which costs far less than one project each. */
const batchSize = 100
const isLong = runs > 0

test.each([
  ['JavaScript', (spec: ProgramSpec) => spec.language < 2, isLong ? runs : batchSize],
  ['TypeScript', (spec: ProgramSpec) => spec.language >= 2, isLong ? Math.ceil(runs / 4) : batchSize / 4],
] as const)(
  'programs in %s run the same before and after the migration',
  async (language, isAsked, count) => {
    const programs = programSpec.filter(isAsked)
    const verdicts = new Map<string, number>()
    for (let done = 0, batch = 0; done < count; done += batchSize, batch++) {
      const size = Math.min(batchSize, count - done)
      const specs = fc.sample(programs, { numRuns: size, seed: seed + batch })
      const result = await checkBatch(specs)
      for (const [verdict, times] of result.verdicts) verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + times)
      for (const { index } of result.failures) await shrink(programs, specs[index]!)
    }
    const migrated = verdicts.get('migrated') ?? 0
    const sites = [...verdicts.values()].reduce((sum, each) => sum + each, 0)
    if (isLong)
      console.log(`${language}, seed ${seed}: ${count} programs, ${migrated} of ${sites} calls migrated`, Object.fromEntries(verdicts))
    // a run that meets only walls would show nothing
    expect(migrated / sites).toBeGreaterThan(0.6)
  },
  // a failing program is made smaller step by step, each of them a migration
  isLong ? 24 * 3_600_000 : 600_000,
)

/** Fails with the smallest program that fails, in a project of its own. */
async function shrink(programs: fc.Arbitrary<ProgramSpec>, failing: ProgramSpec): Promise<void> {
  await fc.assert(
    fc.asyncProperty(programs, async (spec) => {
      const { failures } = await checkBatch([spec])
      expect(failures.map(({ text }) => text).join('\n')).toBe('')
    }),
    { examples: [[failing]], numRuns: 1 },
  )
  throw new Error(`fails only among other programs: ${JSON.stringify(failing)}`)
}
