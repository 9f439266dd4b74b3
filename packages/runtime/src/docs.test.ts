/** Runs the examples of README.md and docs/: files up to a block of `text`, which is what `main.js` prints. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

interface Example {
  readonly files: Readonly<Record<string, string>>
  readonly prints: string
}

const home = new URL('../', import.meta.url)
const pages = ['README.md', ...readdirSync(new URL('docs', home)).map((name) => `docs/${name}`)]

function examplesOf(page: string): Example[] {
  const examples: Example[] = []
  let files: Record<string, string> = {}
  for (const [, info = '', code = ''] of readFileSync(new URL(page, home), 'utf8').matchAll(/^```(.*)\n([\s\S]*?)^```$/gmu)) {
    const [language, file] = info.split(' ')
    if (language === 'js' && file !== undefined) files[file] = code
    if (language !== 'text' || files['main.js'] === undefined) continue
    examples.push({ files, prints: code })
    files = {}
  }
  return examples
}

function run(files: Example['files']): string {
  const folder = mkdtempSync(join(tmpdir(), 'offloop-docs-'))
  mkdirSync(join(folder, 'node_modules/@offloop'), { recursive: true })
  symlinkSync(fileURLToPath(home), join(folder, 'node_modules/@offloop/runtime'))
  for (const [name, text] of Object.entries({ ...files, 'package.json': '{ "type": "module" }' })) writeFileSync(join(folder, name), text)
  try {
    return execFileSync(process.execPath, ['main.js'], { cwd: folder, encoding: 'utf8', timeout: 30_000 })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const examples = pages.flatMap((page) => examplesOf(page).map((example, index) => ({ ...example, title: `${page}, example ${index + 1}` })))

test('the pages have examples', () => {
  expect(examples.length).toBeGreaterThan(6)
})

test.each(examples)('$title prints what the page says', ({ files, prints }) => {
  expect(run(files)).toBe(prints)
})
