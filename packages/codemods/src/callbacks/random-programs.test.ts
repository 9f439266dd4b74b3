/** Programs of callbacks made at random log the same before and after, and a second run changes nothing. `OFFLOOP_FUZZ_RUNS=10000` runs that many. */
import { expect, test } from 'vitest'
import codemod from '../codemods/callbacks-to-await.ts'
import { transformOf } from '../transform.ts'
import { randomProgram } from './programs.test.kit.ts'
import { runPrograms } from './runner.test.kit.ts'

const runs = Number(process.env['OFFLOOP_FUZZ_RUNS'] ?? 400)
const seed = Number(process.env['OFFLOOP_FUZZ_SEED'] ?? (process.env['OFFLOOP_FUZZ_RUNS'] === undefined ? 1 : Date.now() % 1_000_000))
const transform = transformOf(codemod)

test.each([
  ['as it is', {}],
  ['detached', { detached: true }],
  ['exported', { exported: 'callbackify' }],
])('programs of callbacks do the same before and after: %s', (_name, options) => {
  const before = Array.from({ length: runs }, (_, index) => randomProgram(seed * 1_000_003 + index))
  const after = before.map((source) => transform({ path: 'main.cjs', source }, {}, options) ?? source)
  const results = runPrograms([...before, ...after])
  const failures: string[] = []
  let changed = 0
  for (const [index, text] of before.entries()) {
    const migrated = after[index]!
    if (migrated === text) continue
    changed++
    const logs = [results[index]!.join('\n'), results[runs + index]!.join('\n')]
    const again = transform({ path: 'main.cjs', source: migrated }, {}, options) ?? migrated
    if (logs[0] !== logs[1] || again !== migrated)
      failures.push([`program ${index} of seed ${seed}`, text, migrated, ...logs, ...(again === migrated ? [] : [again])].join('\n----\n'))
  }
  expect(failures.sort((a, b) => a.length - b.length)[0]).toBeUndefined()
  // a run that changes nothing would show nothing
  expect(changed / runs).toBeGreaterThan(0.3)
})
