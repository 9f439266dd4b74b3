/**
 * Programs made at random that nest contexts, set values in them and wait in between: they print the same before and after their stores became context variables.
 * `OFFLOOP_FUZZ_RUNS=10000` makes that many, with other seeds each time, or with `OFFLOOP_FUZZ_SEED`.
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { migrate } from '../index.ts'

const runs = Number(process.env['OFFLOOP_FUZZ_RUNS'] ?? 0)
const seed = Number(process.env['OFFLOOP_FUZZ_SEED'] ?? (runs > 0 ? Date.now() % 1_000_000 : 11))
const root = join(import.meta.dirname, '../../../..')
const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

/** One statement; blocks hold more of them. */
type Step =
  | { readonly is: 'say' | 'wait' }
  | { readonly is: 'set'; readonly key: string; readonly value: number }
  | { readonly is: 'run' | 'later' | 'arrow' | 'bound'; readonly value: number; readonly inside: readonly Step[] }
  | { readonly is: 'all'; readonly tasks: readonly (readonly Step[])[] }

const value = fc.integer({ min: 0, max: 99 })
const { steps } = fc.letrec<{ steps: readonly Step[] }>((tie) => ({
  steps: fc.array(
    fc.oneof(
      { depthSize: 'small', maxDepth: 4 },
      fc.record({ is: fc.constant('say' as const) }),
      fc.record({ is: fc.constant('wait' as const) }),
      fc.record({ is: fc.constant('set' as const), key: fc.constantFrom('a', 'b-c', 'value'), value }),
      fc.record({ is: fc.constantFrom('run' as const, 'later' as const, 'arrow' as const, 'bound' as const), value, inside: tie('steps') }),
      fc.record({ is: fc.constant('all' as const), tasks: fc.array(tie('steps'), { maxLength: 3 }) }),
    ),
    { minLength: 1, maxLength: 5 },
  ),
}))

/** How a family of programs is written. */
interface Family {
  readonly head: string
  readonly say: string
  set(key: string, value: number): string
  /** A function that runs in a context of its own. */
  run(value: number, fn: string): string
  bind(fn: string): string
}

const namespaces: Family = {
  head: "import { createNamespace } from 'cls-hooked'\nconst ns = createNamespace('n')\n",
  say: "log(ns.get('a'), ns.get('b-c'), ns.get('value'))",
  set: (key, number) => `ns.set('${key}', ${number})`,
  run: (_value, fn) => `ns.runAndReturn(${fn})`,
  bind: (fn) => `ns.bind(${fn})`,
}

const storages: Family = {
  head: "import { AsyncLocalStorage } from 'node:async_hooks'\nconst als = new AsyncLocalStorage()\n",
  say: 'log(als.getStore())',
  set: () => 'log(als.getStore()?.size)',
  run: (number, fn) => `als.run({ size: ${number} }, ${fn})`,
  bind: (fn) => fn,
}

function written(list: readonly Step[], family: Family, indent: string): string {
  const block = (inside: readonly Step[]): string => `{\n${written(inside, family, `${indent}  `)}${indent}}`
  return list
    .map((step): string => {
      switch (step.is) {
        case 'say':
          return family.say
        case 'wait':
          return 'await null'
        case 'set':
          return family.set(step.key, step.value)
        case 'run':
        case 'later':
          return `await ${family.run(step.value, `async () => ${block(step.inside)}`)}`
        case 'arrow':
          return `await ${family.run(step.value, `() => task(async () => ${block(step.inside)})`)}`
        case 'bound':
          return `await task(${family.bind(`async () => ${block(step.inside)}`)})`
        case 'all':
          // a context of its own each: one of cls-hooked sees what the code around it sets later, a copy does not
          return `await Promise.all([${step.tasks.map((each) => family.run(0, `async () => ${block(each)}`)).join(', ')}])`
      }
    })
    .map((line) => `${indent}${line}\n`)
    .join('')
}

const start = 'const log = (...values) => console.log(JSON.stringify(values))\nconst task = (fn) => fn()\n'

async function printed(folder: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['main.mjs'], { cwd: folder, maxBuffer: 1 << 26 })
  return stdout
}

test.each([
  ['cls-hooked', namespaces],
  ['AsyncLocalStorage', storages],
])('programs with %s print the same before and after', async (_name, family) => {
  const programs = fc.sample(steps, { numRuns: runs > 0 ? runs : 150, seed })
  const body = programs.map(
    (each, index) => `console.log('program ${index}')\nawait ${family.run(0, `async () => {\n${written(each, family, '  ')}}`)}\n`,
  )
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'offloop-contexts-')))
  folders.push(folder)
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  writeFileSync(join(folder, 'main.mjs'), family.head + start + body.join(''))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const before = await printed(folder)
  expect(before.split('\n').length).toBeGreaterThan(programs.length)
  migrate('globals-to-context-var', folder).write()
  const text = readFileSync(join(folder, 'main.mjs'), 'utf8')
  expect(text).not.toMatch(/cls-hooked|new AsyncLocalStorage/)
  expect((await printed(folder)).split(/^(?=program)/m)).toEqual(before.split(/^(?=program)/m))
  expect(migrate('globals-to-context-var', folder).texts.size).toBe(0)
})
