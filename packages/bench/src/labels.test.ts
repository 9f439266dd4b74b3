/** Checks the group `labels` on a label file and a checkout of its own. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { labelsText, readLabels } from './labels-file.ts'
import { labels, server } from './labels.test.kit.ts'
import { labelRows } from './labels.ts'
import type { LabelOptions } from './labels.ts'

const place = mkdtempSync(join(tmpdir(), 'offloop-labels-'))
const folder = join(place, 'labels')
const checkouts = join(place, 'checkouts')
const file = join(folder, 'someone+server.json')
mkdirSync(folder)
mkdirSync(join(checkouts, 'someone+server/src'), { recursive: true })
writeFileSync(file, labelsText(labels))
writeFileSync(join(checkouts, 'someone+server/src/app.js'), server)
writeFileSync(join(checkouts, 'someone+server/package.json'), '{ "type": "module", "dependencies": { "express": "^4.0.0" } }')
afterAll(() => rmSync(place, { recursive: true, force: true }))

async function asked(options: LabelOptions): Promise<{ figures: number[]; printed: string; notes: string[] }> {
  const notes: string[] = []
  let printed = ''
  const rows = await labelRows({ folder, print: (text) => (printed += text), note: (line) => notes.push(line), ...options })
  return { figures: rows.map(({ ours }) => ours), printed, notes }
}

test('without checkouts the recorded values count', async () => {
  const { figures, printed, notes } = await asked({})
  expect(figures).toEqual([50, 0, 50])
  expect(notes).toEqual([])
  expect(printed).toMatch(/^someone\/server +1 +11 +2 +1 +0 +0 +50\.0 % \(1\/2\) +0\.0 % \(0\/1\) +2 +50\.0 % \(1\/2\)$/mu)
  expect(printed).toMatch(/^total +1 +11 +2 /mu)
  expect(printed).toMatch(/^no-blocking-chain +100\.0 % \(1\/1\) +1\/1$/mu)
})

test('with checkouts the present build is asked, and --update writes what it says', async () => {
  writeFileSync(
    join(checkouts, 'someone+server/src/late.js'),
    "import { readFileSync } from 'node:fs'\nexport async function late() { return readFileSync('a') }\n",
  )
  const before = await asked({ checkouts })
  expect(before.figures).toEqual([100, 100, 100])
  expect(before.notes).toEqual([
    expect.stringMatching(/^someone\/server: unlabelled: src\/late\.js:2 no-blocking-call `readFileSync` blocks/u),
  ])
  expect(readLabels(folder)).toEqual([labels])
  await asked({ checkouts, isUpdate: true })
  const [now] = readLabels(folder)
  expect(now?.findings).toEqual([labels.findings[0]])
  expect(now?.calls.map(({ found }) => found)).toEqual([undefined, true, true])
  expect((await asked({})).figures).toEqual([100, 100, 100])
  writeFileSync(file, labelsText(labels))
})

test('a checkout that is missing is left out, and one of another commit is an error', async () => {
  const other = { ...labels, repository: 'someone/other' }
  writeFileSync(join(folder, 'someone+other.json'), labelsText(other))
  expect((await asked({ checkouts })).notes[0]).toBe(`someone/other: left out, there is no ${join(checkouts, 'someone+other')}`)
  rmSync(join(folder, 'someone+other.json'))
  await expect(asked({ checkouts: place })).rejects.toThrow('no checkout of a labelled repository here')
  writeFileSync(file, readFileSync(file, 'utf8').replace('src/app.js:5', 'src/gone.js:5'))
  await expect(asked({ checkouts })).rejects.toThrow(
    `${file}: calls[1].place: "src/gone.js:5" is not in ${join(checkouts, 'someone+server')}`,
  )
  writeFileSync(file, labelsText(labels))
})

test('nothing to read, or to write from, is an error', async () => {
  await expect(asked({ folder: join(place, 'none') })).rejects.toThrow('no label files here')
  await expect(asked({ isUpdate: true })).rejects.toThrow('--update needs --checkouts <folder>')
})
