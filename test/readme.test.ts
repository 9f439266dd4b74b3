import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { publicPackages } from '@offloop/dev/public-packages'
import { root } from '@offloop/dev/root'

interface Command {
  readonly text: string
  readonly place: string
}

/** Commands that are too long or need a network, and what runs them instead. */
const covered: readonly { readonly command: RegExp; readonly by: string }[] = [
  { command: /^npm (?:test|ci|run check)\b/u, by: '.ci/run' },
  { command: /^npm run demo\b/u, by: 'test/loop.test.ts' },
  { command: /^npm run new\b/u, by: 'packages/dev/src/new.test.ts' },
  { command: /^npm run bless\b/u, by: 'packages/dev/src/fixture.test.ts' },
  { command: /^npm run (?:generate|build|bench|test:nodes)\b/u, by: 'package.json' },
  { command: /^npm (?:install|i|add)\b.*@offloop\//u, by: 'test/packed.test.ts' },
  { command: /^npx eslint\b|^eslint\b/u, by: 'test/packed.test.ts' },
  { command: /^npx jscodeshift\b/u, by: 'packages/codemods/src/transform.test.ts' },
  { command: /^npx codemod\b/u, by: 'packages/dev/src/codemod-packages.test.ts' },
  { command: /^npx vitest run\b/u, by: 'vitest.config.ts' },
  { command: /^git clone\b|^cd\b/u, by: '.ci/run' },
]

const pages = ['README.md', 'fixtures/README.md', 'test/README.md', ...publicPackages.map((name) => `packages/${name}/README.md`)]
const scripts = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }).scripts
const shells = new Set(['sh', 'bash', 'shell', 'console', ''])
const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

/** Lines of shell blocks; in a block without a language, those that begin with a program that we know. */
function commandsOf(page: string): Command[] {
  const blocks = [...readFileSync(join(root, page), 'utf8').matchAll(/^```(\w*)\n([^]*?)^```$/gmu)]
  return blocks
    .filter(([, language = '']) => shells.has(language))
    .flatMap(([, language, body = '']) =>
      body
        .replaceAll('\\\n', ' ')
        .split('\n')
        .map((line) =>
          line
            .replace(/^\$ /u, '')
            .replace(/\s+#\s.*$/u, '')
            .trim(),
        )
        .filter((line) => (language ? line !== '' && !line.startsWith('#') : /^(?:npm|npx|node|offloop|eslint|git) /u.test(line))),
    )
    .map((text) => ({ text, place: page }))
}

const commands = pages.filter((page) => existsSync(join(root, page))).flatMap(commandsOf)

/** A project in which the READMEs' own file names exist. */
function scratchProject(): string {
  const folder = mkdtempSync(join(tmpdir(), 'offloop-readme-'))
  folders.push(folder)
  const load = "import { readFileSync } from 'node:fs'\nexport async function page() {\n  return readFileSync('page.html', 'utf8')\n}\n"
  const files = {
    'package.json': '{ "private": true, "type": "module", "scripts": { "test": "true" } }\n',
    'page.js': load,
    'server.js': "console.log('started')\n",
    'page.html': '',
  }
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text)
  spawnSync('ln', ['-s', join(root, 'node_modules'), join(folder, 'node_modules')])
  writeFileSync(
    join(folder, 'offloop'),
    `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'packages/codemods/bin/offloop.js')}" "$@"\n`,
    { mode: 0o755 },
  )
  return folder
}

test('the READMEs have commands, and every npm script that they name exists', () => {
  expect(commands.length).toBeGreaterThan(0)
  const named = commands.flatMap(({ text }) => [...text.matchAll(/\bnpm run (?:--silent )?([\w:]+)/gu)].map(([, name]) => name ?? ''))
  expect(named.filter((name) => scripts[name] === undefined)).toEqual([])
})

describe('each command runs, or another test runs it', () => {
  test.each(commands.map(({ text, place }) => [text, place] as const))('%s (%s)', (text) => {
    const other = covered.find(({ command }) => command.test(text))
    if (other) return expect(existsSync(join(root, other.by)), other.by).toBe(true)
    const folder = scratchProject()
    const env = { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH']}`, CI: '1', NO_COLOR: '1' }
    const command = text.replaceAll(/\bnpx (?:-y |--yes )?(?:@offloop\/codemods|offloop)\b/gu, 'offloop')
    const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', command], { cwd: folder, env, encoding: 'utf8', input: '' })
    // 1 says that findings are left, which is no failure of the command.
    expect([0, 1], stdout + stderr).toContain(status)
  })
})
