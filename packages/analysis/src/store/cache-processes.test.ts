/** Processes share a cache: at once, and when one of them is killed while it writes. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { scratchFolder } from '../scratch-project.test.kit.ts'

const built = new URL('../../dist/index.js', import.meta.url).href
const answers = `
  import { openProject } from '${built}'
  const project = openProject('.')
  const findings = project.files().flatMap((file) => project.findingsIn(file))
  console.log(JSON.stringify({ stats: project.stats(), problems: project.problems, findings }))
`
const writesForEver = `
  import { openProject } from '${built}'
  import { writeFileSync } from 'node:fs'
  for (let round = 0; ; round++) {
    writeFileSync('changing.ts', 'export const round = ' + round)
    openProject('.')
    if (round === 3) process.stdout.write('writing')
  }
`

function manyFiles(): string {
  const files: Record<string, string> = { 'package.json': '{}', 'node_modules/.keep': '' }
  for (let index = 0; index < 60; index++)
    files[`src/part${index}.ts`] =
      `import { readFileSync } from 'node:fs'\nimport { load${(index + 1) % 60} } from './part${(index + 1) % 60}.js'\n` +
      `export function load${index}() {\n  return readFileSync('x')\n}\nexport async function run() {\n  load${(index + 1) % 60}()\n}\n`
  return scratchFolder(files)
}

function start(root: string, code: string): ChildProcess {
  return spawn(process.execPath, ['--input-type=module', '--eval', code], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
}

async function ask(root: string): Promise<{ stats: { parsed: number; fromCache: number }; problems: unknown[]; findings: unknown[] }> {
  return JSON.parse(await text(start(root, answers).stdout!)) as Awaited<ReturnType<typeof ask>>
}

test('eight processes that begin with a cold cache give the same answers, and the ninth parses nothing', async () => {
  const root = manyFiles()
  const all = await Promise.all(Array.from({ length: 8 }, () => ask(root)))
  const last = await ask(root)
  expect(last.stats).toEqual({ parsed: 0, fromCache: 60 })
  expect(last.findings).toHaveLength(60)
  for (const each of all) expect(each).toMatchObject({ problems: [], findings: last.findings })
  expect(readdirSync(join(root, 'node_modules/.cache/offloop/index'))).toEqual(['package.index'])
})

test('a process that is killed while it writes leaves a cache that others can read', async () => {
  const root = manyFiles()
  const expected = (await ask(root)).findings
  for (let round = 0; round < 4; round++) {
    const child = start(root, writesForEver)
    await once(child.stdout!, 'data')
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    expect(await gone).toEqual([null, 'SIGKILL'])
    const { stats, problems, findings } = await ask(root)
    // the file that was being changed may have been seen before the cache was
    expect(stats.parsed).toBeLessThanOrEqual(1)
    expect({ problems, findings }).toEqual({ problems: [], findings: expected })
  }
})
