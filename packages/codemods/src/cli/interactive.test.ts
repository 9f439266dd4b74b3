/** Runs `--interactive` in a real terminal: pieces are taken and refused, and Ctrl-C at any time leaves the tree as it was. */
import { expect, test } from 'vitest'
import { hasTerminals, keys, offloopInTerminal, project, read } from './offloop.test.kit.ts'

const first = "import { readFileSync } from 'node:fs'\nexport async function first(name) {\n  return readFileSync(name, 'utf8')\n}\n"
const second = "import { statSync } from 'node:fs'\nexport async function second(name) {\n  return statSync(name).size\n}\n"
const third = "import { readdirSync } from 'node:fs'\nexport async function third(name) {\n  return readdirSync(name)\n}\n"
const three = { 'first.mjs': first, 'second.mjs': second, 'third.mjs': third }
const texts = (root: string): string[] => Object.keys(three).map((name) => read(root, name))
const asked = (number: number): RegExp => new RegExp(`this piece, ${number} of 3[\\s\\S]*write nothing`, 'u')

// Windows and macOS have no `script` that runs a command in a terminal in this way.
const testInTerminal = test.runIf(hasTerminals)

testInTerminal('a piece is shown with its diff and taken, one is refused, and the rest is taken', async () => {
  const root = project(three)
  const { code, screen } = await offloopInTerminal(
    root,
    ['sync-to-async', '--interactive'],
    [
      [asked(1), keys.enter],
      [asked(2), keys.down + keys.enter],
      [asked(3), keys.down + keys.down + keys.enter],
    ],
  )
  expect({ code, screen }).toEqual({ code: 0, screen: expect.stringContaining('await readFile(name') as string })
  expect(read(root, 'first.mjs')).toContain('await readFile(name')
  expect(read(root, 'second.mjs')).toBe(
    second.replace('statSync(name)', '/* offloop: kept sync [refused]; second > statSync */ statSync(name)'),
  )
  expect(read(root, 'third.mjs')).toContain('await readdir(name)')
})

testInTerminal.each([
  ['quit', keys.down + keys.down + keys.down + keys.enter],
  ['Ctrl-C', keys.interrupt],
])('%s at the second question writes nothing', async (_, typed) => {
  const root = project(three)
  const { code, screen } = await offloopInTerminal(
    root,
    ['sync-to-async', '--interactive'],
    [
      [asked(1), keys.enter],
      [asked(2), typed],
    ],
  )
  expect({ code, screen }).toEqual({ code: 0, screen: expect.stringContaining('Nothing was changed') as string })
  expect(texts(root)).toEqual(Object.values(three))
})

testInTerminal('Ctrl-C while the tests of the project hang takes everything back and ends them', async () => {
  const root = project({
    ...three,
    'package.json': '{ "type": "module", "private": true }',
    'hang.sh': 'grep -q readFileSync first.mjs && exit 0\nsleep 1000\n',
  })
  const args = ['sync-to-async', '--yes', '--verify', 'sh hang.sh']
  const { code, screen } = await offloopInTerminal(root, args, [[/after the migration/u, keys.interrupt]])
  expect({ code, screen }).toEqual({ code: 130, screen: expect.stringContaining('interrupted: every file is as it was') as string })
  expect(texts(root)).toEqual(Object.values(three))
})

testInTerminal('progress on a terminal names the stage and the files', async () => {
  const root = project(three)
  const { code, screen } = await offloopInTerminal(root, ['sync-to-async', '--dry'], [])
  expect({ code, screen }).toEqual({ code: 0, screen: expect.stringMatching(/█ reading files: 3 of 3[\s\S]*planning/u) as string })
})
