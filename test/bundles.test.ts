/** Checks bundled servers: functions that are named by module and export, and what is said of those that are not. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { rollup } from 'rollup'
import { afterAll, expect, test } from 'vitest'

const source = (name: string): string => fileURLToPath(new URL(`../fixtures/threads/bundled/${name}.mjs`, import.meta.url))
const entries = { server: source('server'), report: source('report') }
// Below node_modules, so that what stays outside of the bundle is found.
const cache = fileURLToPath(new URL('../node_modules/.cache/offloop', import.meta.url))
mkdirSync(cache, { recursive: true })
const folder = mkdtempSync(join(cache, 'bundles-'))
afterAll(() => rmSync(folder, { recursive: true }))

const bundlers = {
  async esbuild(outdir: string, external: string[]) {
    await build({
      entryPoints: entries,
      outdir,
      external,
      bundle: true,
      platform: 'node',
      format: 'esm',
      outExtension: { '.js': '.mjs' },
      logLevel: 'error',
    })
  },
  async rollup(outdir: string, external: string[]) {
    const bundle = await rollup({ input: entries, external: (id) => id.startsWith('node:') || external.includes(id) })
    await bundle.write({ dir: outdir, entryFileNames: '[name].mjs' })
    await bundle.close()
  },
}

interface Answers {
  report: unknown
  render: { code?: string; message?: string }
}
const run = (outdir: string): Answers =>
  JSON.parse(execFileSync(process.execPath, [join(outdir, 'server.mjs')], { encoding: 'utf8', timeout: 30_000 })) as Answers

test.each(Object.entries(bundlers))(
  '%s: a function that is built by itself runs on a thread; one inside the bundle is refused with the remedy',
  async (name, bundle) => {
    const outdir = join(folder, name)
    await bundle(outdir, ['@offloop/runtime'])
    const { report, render } = run(outdir)
    expect(report).toEqual([4, true])
    expect(render).toMatchObject({ code: 'OFFLOOP_NOT_OFFLOADABLE', message: expect.stringContaining('pass { module, name }') as string })
  },
)

test('esbuild: a runtime inside the bundle says that its threads have no file to start with, and what to do', async () => {
  const outdir = join(folder, 'all-in')
  await bundlers.esbuild(outdir, [])
  expect(run(outdir).report).toMatchObject({
    code: 'OFFLOOP_THREAD_ENTRY_MISSING',
    message: expect.stringMatching(/thread\.js, which does not exist. Keep @offloop\/runtime out of the bundle/u) as string,
  })
})
