/**
 * Programs of reads and writes at random: their results, what they leave in the store and the order of writes are the same before and after,
 * nothing is left unhandled, and a second run changes nothing. `OFFLOOP_FUZZ_RUNS=10000` runs that many, with other seeds each time.
 */
import fc from 'fast-check'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { migrate } from '../index.ts'
import { programText, steps, storeText } from './concurrent-programs.test.kit.ts'

const runs = Number(process.env['OFFLOOP_FUZZ_RUNS'] ?? 0)
const seed = Number(process.env['OFFLOOP_FUZZ_SEED'] ?? (runs > 0 ? Date.now() % 1_000_000 : 11))
const batchSize = 150
const nodeModules = fileURLToPath(new URL('../../../../node_modules', import.meta.url))

const runner = `const unhandled = []
process.on('unhandledRejection', (error) => unhandled.push(String(error)))
const count = Number(process.argv[2])
for (let i = 0; i < count; i++) {
  const program = await import('./p' + i + '.mjs')
  const result = await program.run().catch((error) => 'failed: ' + error.message)
  await new Promise((resolve) => setTimeout(resolve))
  console.log(JSON.stringify([result, program.dump(), unhandled.splice(0)]))
}
`

test.each(['promise-all', 'gather'])(
  'programs with %s run the same before and after',
  (how) => {
    const count = runs > 0 ? runs : batchSize
    let migrated = 0
    for (let done = 0; done < count; done += batchSize) {
      const texts = fc.sample(steps, { numRuns: Math.min(batchSize, count - done), seed: seed + done }).map(programText)
      migrated += check(texts, how)
    }
    // a run that leaves everything alone would show nothing
    expect(migrated / count).toBeGreaterThan(0.8)
  },
  runs > 0 ? 24 * 3_600_000 : 300_000,
)

/** Gives the number of places that were changed. */
function check(texts: readonly string[], how: string): number {
  const root = mkdtempSync(join(tmpdir(), 'offloop-concurrent-'))
  try {
    mkdirSync(root, { recursive: true })
    writeFileSync(join(root, 'package.json'), '{"type":"module"}')
    writeFileSync(join(root, 'store.mjs'), storeText)
    writeFileSync(join(root, 'runner.mjs'), runner)
    symlinkSync(nodeModules, join(root, 'node_modules'))
    for (const [index, text] of texts.entries()) writeFileSync(join(root, `p${index}.mjs`), text)
    const before = run(root, texts.length)
    const options = { own: { with: how }, cache: false }
    const { plan, texts: changed, rolledBack } = migrate('sequential-to-concurrent', root, options)
    expect(rolledBack).toEqual([])
    for (const [file, text] of changed) writeFileSync(file, text)
    const after = run(root, texts.length)
    for (const [index, text] of texts.entries()) {
      const now = readFileSync(join(root, `p${index}.mjs`), 'utf8')
      if (after[index] !== before[index]) expect.fail(`before: ${before[index]}\nafter:  ${after[index]}\n${text}\n+++\n${now}`)
    }
    expect([...migrate('sequential-to-concurrent', root, options).texts.keys()]).toEqual([])
    return plan.sites.filter(({ verdict }) => verdict === 'migrated').length
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

function run(root: string, count: number): string[] {
  return execFileSync(process.execPath, ['runner.mjs', String(count)], { cwd: root, encoding: 'utf8', timeout: 120_000 })
    .trimEnd()
    .split('\n')
}
