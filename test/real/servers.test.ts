/** Servers that others wrote, under load, with the detector and without: no answer changes, and what blocks is named. */
import { root } from '@offloop/dev/root'
import { readRecords } from '@offloop/dev/demo/records'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

interface Subject {
  readonly name: string
  readonly version: string
  /** File that starts it, below its package. */
  readonly bin: string
  args(port: number): readonly string[]
  readonly paths: readonly string[]
  /** Whether the package itself blocks while it serves. */
  readonly blocks: boolean
}

const files = ['/', '/index.html', '/large.txt', '/none.html', '/folder/']
const subjects: readonly Subject[] = [
  {
    name: 'http-server',
    version: '14.1.1',
    bin: 'bin/http-server',
    args: (port) => ['site', '-p', String(port), '-c-1'],
    paths: files,
    blocks: true,
  },
  {
    name: 'serve',
    version: '14.2.5',
    bin: 'build/main.js',
    args: (port) => ['site', '-l', String(port), '--no-port-switching'],
    paths: files,
    blocks: false,
  },
  {
    name: 'local-web-server',
    version: '5.4.0',
    bin: 'bin/cli.js',
    args: (port) => ['-d', 'site', '-p', String(port)],
    paths: files,
    blocks: false,
  },
  {
    name: 'sirv-cli',
    version: '3.0.1',
    bin: 'bin.js',
    args: (port) => ['site', '--dev', '--port', String(port)],
    paths: files,
    blocks: true,
  },
  {
    name: 'json-server',
    version: '1.0.0-beta.3',
    bin: 'lib/bin.js',
    args: (port) => ['data.json', '--port', String(port)],
    paths: ['/posts', '/posts/1', '/posts?title_like=a', '/none'],
    blocks: true,
  },
]

const folder = mkdtempSync(join(tmpdir(), 'offloop-servers-'))
const detector = pathToFileURL(join(root, 'packages/runtime/dist/detect/index.js')).href
const requests = 400
const connections = 16

beforeAll(() => {
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  const names = subjects.map(({ name, version }) => `${name}@${version}`)
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--silent', ...names], { cwd: folder })
  mkdirSync(join(folder, 'site/folder'), { recursive: true })
  writeFileSync(join(folder, 'site/index.html'), '<h1>Hello</h1>')
  writeFileSync(join(folder, 'site/folder/index.html'), '<h1>Folder</h1>')
  writeFileSync(join(folder, 'site/large.txt'), 'text '.repeat(50_000))
  writeFileSync(
    join(folder, 'data.json'),
    JSON.stringify({
      posts: [
        { id: '1', title: 'a' },
        { id: '2', title: 'b' },
      ],
    }),
  )
}, 300_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A port that is free now: these servers take numbers. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

interface Answer {
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}

/** Headers that differ from answer to answer, whoever watches. */
const changing = new Set(['date', 'x-response-time', 'server-timing', 'keep-alive', 'connection'])

function ask(port: number, path: string): Promise<Answer> {
  return new Promise((done, fail) => {
    get({ port, path, host: 'localhost' }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (text: string) => (body += text))
      const headers = Object.fromEntries(Object.entries(response.headers).filter(([name]) => !changing.has(name)))
      response.on('end', () => done({ status: response.statusCode, headers, body: body.replaceAll(String(port), 'PORT') }))
    }).on('error', fail)
  })
}

/** Every different answer of each path under load, and what the server said of blocking. */
async function underLoad({ name, bin, args, paths }: Subject, env: Readonly<Record<string, string>>): Promise<Record<string, string[]>> {
  const port = await freePort()
  const child = spawn(process.execPath, [join(folder, 'node_modules', name, bin), ...args(port)], {
    cwd: folder,
    env: { ...process.env, CI: '1', NO_COLOR: '1', NO_UPDATE_CHECK: '1', ...env },
    stdio: 'ignore',
  })
  const exit = once(child, 'exit')
  try {
    await vi.waitFor(() => ask(port, paths[0]!), { timeout: 30_000, interval: 100 })
    const answers: Record<string, string[]> = {}
    let left = requests
    const connection = async (): Promise<void> => {
      while (left-- > 0) {
        const path = paths[left % paths.length]!
        const answer = JSON.stringify(await ask(port, path))
        const known = (answers[path] ??= [])
        if (!known.includes(answer)) known.push(answer)
      }
    }
    await Promise.all(Array.from({ length: connections }, connection))
    return answers
  } finally {
    child.kill('SIGTERM')
    await exit
  }
}

test.each(subjects)('$name answers as it does without the detector', { timeout: 120_000 }, async (subject) => {
  const report = join(folder, `${subject.name}.jsonl`)
  const watched = { NODE_OPTIONS: `--import ${detector}`, OFFLOOP_REPORT: report, OFFLOOP_SUMMARY: '0' }
  const bare = await underLoad(subject, {})
  const seen = await underLoad(subject, watched)
  expect(Object.keys(bare).sort()).toEqual([...subject.paths].sort())
  expect(seen).toEqual(bare)
  // Beyond some thousand calls in a second there are records without a stack.
  const calls = readRecords(report).filter(({ kind, stack }) => kind === 'call' && stack.length > 0)
  expect(calls.length > 0).toBe(subject.blocks)
  expect(calls.filter(({ package: owner }) => owner === undefined)).toEqual([])
})
