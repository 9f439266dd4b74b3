/**
 * Promise chains made at random: they print the same before and after then-to-await, and a second run changes nothing.
 * `OFFLOOP_FUZZ_RUNS=10000` runs that many, with other seeds each time, or with `OFFLOOP_FUZZ_SEED`.
 */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { ts } from 'ts-morph'
import { expect, test } from 'vitest'
import thenToAwait from '../codemods/then-to-await.ts'
import { noFacts } from '../file-codemod.ts'
import { openSource } from '../rewrite/source.ts'
import { transformOf } from '../transform.ts'
import { chainProgram } from './chains.test.kit.ts'
import type { ChainProgram } from './chains.test.kit.ts'

const runs = Number(process.env['OFFLOOP_FUZZ_RUNS'] ?? 0)
const seed = Number(process.env['OFFLOOP_FUZZ_SEED'] ?? (runs > 0 ? Date.now() % 1_000_000 : 7))
const choices = fc.array(fc.nat(5040), { minLength: 30, maxLength: 250, size: 'max' })

const runner = `import { writeFileSync } from 'node:fs'
const [count, folder] = [Number(process.argv[2]), process.argv[3]]
const results = []
for (let index = 0; index < count; index++) {
  const { lines, run } = await import(\`\${folder}/p\${index}.mjs\`)
  try { await run() } catch (error) { lines.push(\`ended with \${error.message}\`) }
  results.push(lines.join('\\n'))
}
writeFileSync(process.argv[4], JSON.stringify(results))
`

test.each([
  ['JavaScript', false, runs || 300],
  ['TypeScript', true, runs ? Math.ceil(runs / 4) : 60],
] as const)(
  'chains in %s print the same before and after',
  async (_language, isTyped, count) => {
    let [converted, all] = [0, 0]
    for (let done = 0; done < count; done += 500) {
      const size = Math.min(500, count - done)
      const drawn = fc.sample(choices, { numRuns: size, seed: seed + done })
      const result = await check(drawn.map((each) => chainProgram(each, isTyped)))
      converted += result.converted
      all += result.all
      expect(result.failures).toEqual([])
    }
    if (runs) console.log(`seed ${seed}: ${converted} of ${all} chains converted`)
    // a run that leaves all alone would show nothing
    expect(converted / all).toBeGreaterThan(0.6)
  },
  runs ? 24 * 3_600_000 : 300_000,
)

interface Checked {
  /** Programs that are not as they were, the smallest first. */
  readonly failures: readonly string[]
  readonly converted: number
  readonly all: number
}

async function check(programs: readonly ChainProgram[]): Promise<Checked> {
  const folder = mkdtempSync(join(tmpdir(), 'offloop-chains-'))
  try {
    const migrated = programs.map(after)
    const before = await printed(
      programs.map(({ text }) => text),
      programs,
      join(folder, 'before'),
    )
    const now = await printed(migrated, programs, join(folder, 'after'))
    const again = programs.map((program, index) => after({ ...program, text: migrated[index]! }))
    const failing = programs.flatMap((_, index) => (before[index] === now[index] && again[index] === migrated[index] ? [] : [index]))
    const failures = failing
      .map(
        (index) =>
          `${migrated[index]}\n--- before\n${programs[index]!.text}\nprinted before:\n${before[index]}\nprinted after:\n${now[index]}\nsecond run: ${again[index] === migrated[index]}`,
      )
      .sort((one, two) => one.length - two.length)
    const counts = programs.map(({ text: each, isTyped }) => {
      const { changes, left } = thenToAwait.change({ source: openSource(isTyped ? 'a.ts' : 'a.mjs', each), options: {}, facts: noFacts })
      const places = changes.reduce((sum, { places: { length } }) => sum + length, 0)
      return [places, places + left.length] as const
    })
    return {
      failures,
      converted: counts.reduce((sum, [places]) => sum + places, 0),
      // those of `run` itself, a chain per function, are awaited within an expression
      all: counts.reduce((sum, [, every]) => sum + every, 0),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function after({ text, isTyped }: ChainProgram): string {
  return transformOf(thenToAwait)({ path: isTyped ? 'a.ts' : 'a.mjs', source: text }, {}, {}) ?? text
}

async function printed(texts: readonly string[], programs: readonly ChainProgram[], folder: string): Promise<string[]> {
  mkdirSync(folder)
  for (const [index, text] of texts.entries()) {
    const plain = programs[index]!.isTyped
      ? ts.transpileModule(text, { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022 } }).outputText
      : text
    writeFileSync(join(folder, `p${index}.mjs`), plain)
  }
  writeFileSync(join(folder, 'runner.mjs'), runner)
  const results = join(folder, 'results.json')
  await new Promise<void>((done, failed) => {
    execFile(process.execPath, [join(folder, 'runner.mjs'), String(texts.length), folder, results], (error, _out, stderr) =>
      error ? failed(new Error(stderr)) : done(),
    )
  })
  return JSON.parse(readFileSync(results, 'utf8')) as string[]
}
