/** Tests of the suggestion: what it makes of each way to import, that the result type-checks, and where it is left out. */
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { folderOf, lintText } from './lint-files.test.kit.ts'

type Pair = readonly [title: string, before: string, after: string]

const offered: Pair[] = [
  [
    'only use of the only name: the import is replaced',
    `import { readFileSync } from 'node:fs'\nexport async function load(): Promise<string> {\n  return readFileSync('a', 'utf8')\n}\n`,
    `import { readFile } from 'node:fs/promises'\nexport async function load(): Promise<string> {\n  return await readFile('a', 'utf8')\n}\n`,
  ],
  [
    'only use of one of several names',
    `import { existsSync, readFileSync } from "fs";\nexport const has = existsSync;\nexport const load = async () => readFileSync("a");\n`,
    `import { existsSync } from "fs";\nimport { readFile } from "fs/promises";\nexport const has = existsSync;\nexport const load = async () => await readFile("a");\n`,
  ],
  [
    'first of several names',
    `import { readFileSync, existsSync } from 'node:fs'\nexport const has = existsSync\nexport const load = async () => readFileSync('a')\n`,
    `import { existsSync } from 'node:fs'\nimport { readFile } from 'node:fs/promises'\nexport const has = existsSync\nexport const load = async () => await readFile('a')\n`,
  ],
  [
    'used elsewhere as well: the old import stays',
    `import { readFileSync } from 'node:fs'\nexport const page = readFileSync('a')\nexport const load = async () => readFileSync('a')\n`,
    `import { readFileSync } from 'node:fs'\nimport { readFile } from 'node:fs/promises'\nexport const page = readFileSync('a')\nexport const load = async () => await readFile('a')\n`,
  ],
  [
    'the twin is imported already',
    `import { readFileSync } from 'node:fs'\nimport { readFile } from 'node:fs/promises'\nexport const page = [readFileSync('a'), readFile('b')]\nexport const load = async () => readFileSync('a')\n`,
    `import { readFileSync } from 'node:fs'\nimport { readFile } from 'node:fs/promises'\nexport const page = [readFileSync('a'), readFile('b')]\nexport const load = async () => await readFile('a')\n`,
  ],
  [
    'default import of fs',
    `import fs from 'node:fs'\nexport async function load() {\n  const text = fs.readFileSync('a').toString('hex')\n  return text\n}\n`,
    `import fs from 'node:fs'\nexport async function load() {\n  const text = (await fs.promises.readFile('a')).toString('hex')\n  return text\n}\n`,
  ],
  [
    'namespace of fs',
    `import * as fs from 'fs'\nexport const size = async () => fs.readFileSync('a').length ** 2\n`,
    `import * as fs from 'fs'\nexport const size = async () => (await fs.promises.readFile('a')).length ** 2\n`,
  ],
]

const common: Pair[] = [
  [
    'require, destructured',
    `const { readFileSync } = require('fs')\nexports.load = async () => readFileSync('a')\n`,
    `const { readFile } = require('fs/promises')\nexports.load = async () => await readFile('a')\n`,
  ],
  [
    'require, whole',
    `const fs = require('fs')\nexports.load = async () => fs.readFileSync('a')\n`,
    `const fs = require('fs')\nexports.load = async () => await fs.promises.readFile('a')\n`,
  ],
]

const leftOut: (readonly [title: string, text: string])[] = [
  [
    'the name is taken',
    `import { readFileSync } from 'node:fs'\nconst readFile = 1\nexport const load = async () => [readFileSync('a'), readFile]\n`,
  ],
  [
    'the name is taken nearer',
    `import { readFileSync } from 'node:fs'\nexport const load = async (readFile) => [readFileSync('a'), readFile]\n`,
  ],
  ['sync callback', `import { readFileSync } from 'node:fs'\nexport const load = async (all) => all.map((a) => readFileSync(a))\n`],
  ['default parameter', `import { readFileSync } from 'node:fs'\nexport async function load(text = readFileSync('a')) { return text }\n`],
  [
    'handler that is not async',
    `import express from 'express'\nimport { readFileSync } from 'node:fs'\nexpress().get('/a', (req, res) => { res.send(readFileSync('a')) })\n`,
  ],
  ['file descriptor', `import { readFileSync } from 'node:fs'\nexport const load = async (fd) => readFileSync(fd)\n`],
  ['standard input', `import { readFileSync } from 'node:fs'\nexport const load = async () => readFileSync(0)\n`],
  ['spread arguments', `import { readFileSync } from 'node:fs'\nexport const load = async (...all) => readFileSync(...all)\n`],
  ['twin of another form', `import { gzipSync } from 'node:zlib'\nexport const pack = async (data) => gzipSync(data)\n`],
  [
    'statement that would begin with a parenthesis',
    `import fs from 'node:fs'\nexport async function load() {\n  fs.readFileSync('a').fill(0)\n}\n`,
  ],
]

test.each([...offered, ...common])('%s', (_title, before, after) => {
  expect(suggestedFor(before)).toBe(after)
})

test.each(leftOut)('no suggestion: %s', (_title, text) => {
  expect(suggestedFor(text)).toBeUndefined()
})

test('what the suggestions make type-checks, with unused names as errors', () => {
  const files = Object.fromEntries(offered.map(([, before], at) => [`src/case-${at}.ts`, suggestedFor(before) ?? '']))
  const folder = folderOf(files)
  const options: ts.CompilerOptions = {
    ...{ strict: true, noEmit: true, noUnusedLocals: true, esModuleInterop: true, skipLibCheck: true, types: ['node'] },
    ...{ module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, target: ts.ScriptTarget.ES2023 },
    typeRoots: [join(import.meta.dirname, '../../../node_modules/@types')],
  }
  const program = ts.createProgram(
    Object.keys(files).map((path) => join(folder, path)),
    options,
  )
  const messages = ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
  expect(messages).toEqual([])
})

/** The text after the first suggestion of the one report. */
function suggestedFor(text: string): string | undefined {
  const path = text.includes('require(') ? 'src/app.cjs' : text.includes(': Promise') ? 'src/app.ts' : 'src/app.js'
  const messages = lintText(folderOf({ [path]: text }), path, text, 'no-blocking-call')
  expect(messages).toHaveLength(1)
  const fix = messages[0]?.suggestions?.[0]?.fix
  return fix && text.slice(0, fix.range[0]) + fix.text + text.slice(fix.range[1])
}
