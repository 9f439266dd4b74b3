/** Runs `offloop report` as users do, on files that a detector wrote and on others. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { ReportData } from '@offloop/codemods'

const bin = fileURLToPath(new URL('../../bin/offloop.js', import.meta.url))
const record = {
  kind: 'call',
  api: 'node:fs.readFileSync',
  durationMs: 12.5,
  stack: [{ name: 'read', file: '/app/a.js', line: 3, column: 7 }],
  source: { name: 'read', file: '/app/a.js', line: 3, column: 7 },
  context: { method: 'GET', route: '/orders/:id' },
  count: 2,
  at: 1_700_000_000_000,
}
const lineOf = (fields: object = {}): string => `${JSON.stringify({ ...record, ...fields })}\n`

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'offloop-report-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

function report(
  cwd: string,
  args: readonly string[],
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      [bin, 'report', ...args],
      { cwd, env: { PATH: process.env['PATH'], NO_COLOR: '1' }, maxBuffer: 1 << 24 },
      (_error, stdout, stderr) => done({ code: child.exitCode ?? 1, stdout, stderr }),
    )
  })
}

describe.concurrent('offloop report', () => {
  test('writes a page beside the file and says what cost most', async () => {
    const folder = folderWith({ 'blocking.jsonl': lineOf() + lineOf({ api: 'node:fs.statSync', durationMs: 1 }) })
    const { code, stdout, stderr } = await report(folder, ['blocking.jsonl'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(
      /^2 records over \d\.\d s: .*\n +12\.5 ms +2x {2}longest 12\.5 ms {2}node:fs\.readFileSync {2}\/app\/a\.js:3:7\n[\s\S]*Open .*blocking\.html in a browser\.\n$/u,
    )
    expect(/^<!doctype html>[\s\S]*GET \/orders\/:id/u.test(readFileSync(join(folder, 'blocking.html'), 'utf8'))).toBe(true)
  })

  test('takes several files, and another name for the page', async () => {
    const folder = folderWith({ 'a.jsonl': lineOf(), 'b.jsonl': lineOf() })
    expect(await report(folder, ['a.jsonl', 'b.jsonl', '--out', 'c.html'])).toMatchObject({ code: 0, stderr: '' })
    expect(readdirSync(folder).sort()).toEqual(['a.jsonl', 'b.jsonl', 'c.html'])
    expect(readFileSync(join(folder, 'c.html'), 'utf8').includes('"records":2')).toBe(true)
  })

  test('gives the sums as JSON and writes nothing', async () => {
    const folder = folderWith({ 'a.jsonl': lineOf() })
    const { code, stdout } = await report(folder, ['a.jsonl', '--json', '--title', 'Tuesday'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout) as ReportData).toMatchObject({
      title: 'Tuesday',
      calls: 2,
      blockedMs: 12.5,
      sites: [{ place: '/app/a.js:3:7' }],
    })
    expect(readdirSync(folder)).toEqual(['a.jsonl'])
  })

  test('leaves out lines that are cut off, and says so', async () => {
    const folder = folderWith({ 'a.jsonl': `${lineOf()}{"kind":"call","api":"no\n${lineOf().slice(0, 40)}` })
    const { code, stdout, stderr } = await report(folder, ['a.jsonl'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^1 records/u)
    expect(stderr).toMatch(/^offloop: 2 lines are no records and were left out, the first is line 2 of .*a\.jsonl\n$/u)
  })

  test('draws an empty page where nothing blocked', async () => {
    const folder = folderWith({ 'a.jsonl': '' })
    expect(await report(folder, ['a.jsonl'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Nothing blocked/u) as string })
  })

  test.each([
    [[], /report needs a file of records, as OFFLOOP_REPORT=blocking\.jsonl/u],
    [['none.jsonl'], /there is no file none\.jsonl/u],
    [['folder'], /folder is a folder: name the file/u],
    [['other.txt'], /other\.txt: no line is a record of the detector \(the first is line 1\)/u],
    [['a.jsonl', '--out', 'no/such/page.html'], /--out is .*page\.html, and there is no folder/u],
    [['a.jsonl', '--out', 'folder'], /folder can't be written: EISDIR|folder can't be written: .*directory/u],
    [['a.jsonl', '--ouput', 'x'], /there is no flag --ouput: did you mean --out\?/u],
  ])('says what is wrong with %j, and leaves nothing behind', async (args, message) => {
    const folder = folderWith({ 'a.jsonl': lineOf(), 'other.txt': 'hello\n' })
    mkdirSync(join(folder, 'folder'))
    const { code, stderr, stdout } = await report(folder, args)
    expect(stderr).toMatch(message)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(readdirSync(folder).sort()).toEqual(['a.jsonl', 'folder', 'other.txt'])
  })
})
