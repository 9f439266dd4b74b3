import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pack } from '@offloop/dev/pack'
import { publicPackages } from '@offloop/dev/public-packages'

const run = promisify(execFile)
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'offloop-packed-')))
const node = (...args: string[]): Promise<{ stdout: string }> => run(process.execPath, args, { cwd: folder })

beforeAll(async () => {
  mkdirSync(join(folder, 'tarballs'))
  const tarballs = await Promise.all(
    publicPackages.map(async (name) => {
      const tarball = join(folder, 'tarballs', `${name}.tgz`)
      await pack(name, tarball)
      return tarball
    }),
  )
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error', ...tarballs, 'eslint@10'], {
    cwd: folder,
    maxBuffer: 1 << 26,
  })
}, 240_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each(publicPackages)('@offloop/%s is importable by name', async (name) => {
  const { stdout } = await node('--input-type=module', '-e', `console.log(Object.keys(await import('@offloop/${name}')).length > 0)`)
  expect(stdout.trim()).toBe('true')
})

test('no package brings a second copy of another', async () => {
  const { stdout } = await run('npm', ['ls', '--all', '--json'], { cwd: folder, maxBuffer: 1 << 26 })
  const paths = [...stdout.matchAll(/"@offloop\/([\w-]+)": \{\s*"version": "([^"]+)"/gu)].map(([, name, version]) => `${name}@${version}`)
  expect(new Set(paths).size).toBe(publicPackages.length)
})

test('npx offloop --help names the commands', async () => {
  const { stdout } = await run('npx', ['--no-install', 'offloop', '--help'], { cwd: folder })
  expect(stdout).toContain('sync-to-async')
})

test('the plugin lints a file', async () => {
  writeFileSync(
    join(folder, 'eslint.config.js'),
    "import offloop from '@offloop/eslint-plugin'\nexport default [offloop.configs.recommended]\n",
  )
  writeFileSync(
    join(folder, 'page.js'),
    "import { readFileSync } from 'node:fs'\nexport async function page() {\n  return readFileSync('page.html')\n}\n",
  )
  const eslint = run('npx', ['--no-install', 'eslint', '--format=json', 'page.js'], { cwd: folder })
  const error: unknown = await eslint.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toMatchObject({ code: 1, stdout: expect.stringContaining('offloop/no-blocking-call') })
})

test('the command line migrates a file', async () => {
  mkdirSync(join(folder, 'app'))
  writeFileSync(join(folder, 'app/package.json'), '{ "private": true, "type": "module" }\n')
  writeFileSync(
    join(folder, 'app/page.js'),
    "import { readFileSync } from 'node:fs'\nasync function page() {\n  return readFileSync('page.html')\n}\nconsole.log(await page())\n",
  )
  const { stdout } = await run('npx', ['--no-install', 'offloop', 'sync-to-async', 'app', '--dry', '--yes', '--diff'], { cwd: folder })
  expect(stdout).toContain('await readFile(')
})

test('the detector watches a server, and the command line draws what it wrote', async () => {
  writeFileSync(
    join(folder, 'server.js'),
    `import { readFileSync } from 'node:fs'
     import { createServer } from 'node:http'
     const server = createServer((request, response) => response.end(readFileSync('package.json')))
     server.listen(0, async () => {
       await (await fetch('http://127.0.0.1:' + server.address().port + '/orders/1')).text()
       server.closeAllConnections()
       server.close()
     })`,
  )
  const env = { ...process.env, OFFLOOP_REPORT: 'blocking.jsonl' }
  await run(process.execPath, ['--import', '@offloop/runtime/detect', 'server.js'], { cwd: folder, env })
  // Programs write colours into a pipe where CI is set.
  const { stdout } = await run('npx', ['--no-install', 'offloop', 'report', 'blocking.jsonl'], {
    cwd: folder,
    env: { ...env, NO_COLOR: '1' },
  })
  expect(stdout).toMatch(/^1 records [\s\S]*node:fs\.readFileSync {2}server\.js:3:\d+\nOpen .*blocking\.html/u)
  expect(readFileSync(join(folder, 'blocking.html'), 'utf8').includes('GET /orders/:id')).toBe(true)
})

test('a test fails in which something blocks, without any other package', async () => {
  writeFileSync(
    join(folder, 'blocks.test.js'),
    `import { readFileSync } from 'node:fs'
     import { test } from 'node:test'
     import { withoutBlocking } from '@offloop/runtime/testing'
     test('blocks', withoutBlocking(() => readFileSync('package.json')))`,
  )
  const outcome = await node('--test', '--test-reporter=tap', 'blocks.test.js').catch((error: { code: number; stdout: string }) => error)
  expect(outcome).toMatchObject({ code: 1, stdout: expect.stringMatching(/1 blocking call:/u) as string })
})

test('both bridges cross to the threads of the installed package', async () => {
  writeFileSync(
    join(folder, 'work.js'),
    `import { threadId } from 'node:worker_threads'
     import { asyncToSync } from '@offloop/runtime'
     export const onLoop = async () => threadId
     export const where = () => [threadId > 0, asyncToSync(onLoop)()]
     export const fail = () => { throw new RangeError('from the thread') }`,
  )
  writeFileSync(
    join(folder, 'main.js'),
    `import { syncToAsync } from '@offloop/runtime'
     import { fail, where } from './work.js'
     const error = await syncToAsync(fail)().catch((error) => error)
     console.log(JSON.stringify([...(await syncToAsync(where)()), error instanceof RangeError]))`,
  )
  const { stdout } = await node('main.js')
  expect(JSON.parse(stdout)).toEqual([true, 0, true])
})
