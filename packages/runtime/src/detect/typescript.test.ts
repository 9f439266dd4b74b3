/** Checks servers in TypeScript, however they are run: start-up and loading are told apart from requests, and places are those of the source. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { fixture, serve } from './serve.test.kit.ts'

const require = createRequire(import.meta.url)
const detector = ['--import', pathToFileURL(require.resolve('@offloop/runtime/detect')).href]
const source = fixture('typescript/server.cts')
const stripsTypes = 'typescript' in process.features && process.features.typescript !== false

const ways = [
  { name: 'tsx', args: ['--import', pathToFileURL(require.resolve('tsx')).href, ...detector] },
  { name: 'tsx after the detector', args: [...detector, '--import', pathToFileURL(require.resolve('tsx')).href] },
  // Up to Node 22.17 there is no such way.
  ...(stripsTypes ? [{ name: 'Node itself', args: detector }] : []),
]

/** The fixture in a folder of its own, which no package says is one of ES modules. */
function copied(): string {
  const folder = mkdtempSync(join(tmpdir(), 'offloop-typescript-'))
  for (const name of ['server.cts', 'lazy.cts', 'tsconfig.json']) cpSync(fixture(`typescript/${name}`), join(folder, name))
  symlinkSync(fixture('../../node_modules'), join(folder, 'node_modules'))
  return folder
}

async function check(file: string, args: readonly string[], env: Record<string, string>, lazy: string): Promise<void> {
  const { records, answers } = await serve(
    ['/read', '/require', '/spin'],
    { OFFLOOP_WATCHDOG: '1', OFFLOOP_SUMMARY: '0', ...env },
    file,
    args,
  )
  expect(answers).toEqual([true, { letters: 3 }, true])
  // A compiler that is loaded in the request may take long enough for a stall.
  const told = records.filter(({ kind, context }) => kind !== 'stall' || context.route === '/spin')
  const seen = told.map(({ kind, api, source, path, context }) => [
    kind,
    api,
    basename(path ?? ''),
    source && `${basename(source.file)}:${source.line}`,
    context.route,
  ])
  expect(seen).toEqual([
    ['call', 'node:fs.readFileSync', basename(file), 'server.cts:18', '/read'],
    ['load', 'node:module.require', lazy, 'server.cts:19', '/require'],
    ['stall', 'stall', '', 'server.cts:22', '/spin'],
  ])
}

describe.concurrent('a server in TypeScript', () => {
  test.each(ways)('run by $name', async ({ args }) => {
    await check(source, args, {}, 'lazy.cts')
  })

  test('run by ts-node', async () => {
    // With --import, Node would load the main file as an ES module, which this way of ts-node doesn't know.
    const args = ['ts-node/register/transpile-only', '@offloop/runtime/detect'].flatMap((each) => ['--require', require.resolve(each)])
    const folder = copied()
    await check(join(folder, 'server.cts'), args, { TS_NODE_PROJECT: join(folder, 'tsconfig.json') }, 'lazy.cts')
  })

  test('compiled, with source maps beside it', async () => {
    const folder = copied()
    execFileSync(process.execPath, [require.resolve('typescript/lib/tsc.js'), '-p', folder])
    await check(join(folder, 'server.cjs'), detector, {}, 'lazy.cjs')
  })
})
