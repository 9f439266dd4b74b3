/** Opens the page of `offloop report` in a real browser, without a network: from what a server really did, and from 100,000 records. */
import { root } from '@offloop/dev/root'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { launch } from 'puppeteer-core'
import type { Browser, Page } from 'puppeteer-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chromium } from './chromium.ts'

const folder = mkdtempSync(join(tmpdir(), 'offloop-page-'))
let browser: Browser

beforeAll(async () => {
  if (chromium !== undefined) browser = await launch({ executablePath: chromium, args: ['--no-sandbox'] })
})
afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Draws the page of a report and opens it; every request but that for the page itself fails the test. */
async function open(report: string): Promise<Page> {
  execFileSync(process.execPath, [join(root, 'packages/codemods/bin/offloop.js'), 'report', report], { cwd: folder, stdio: 'ignore' })
  const page = await browser.newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  page.on('request', (request) => /^(?:https?|wss?):/u.test(request.url()) && problems.push(request.url()))
  await page.setViewport({ width: 1300, height: 1000 })
  await page.setOfflineMode(true)
  await page.goto(pathToFileURL(report.replace('.jsonl', '.html')).href)
  await page.waitForSelector('#flame .frame')
  expect(problems).toEqual([])
  return page
}

const textsOf = (page: Page, selector: string): Promise<string[]> =>
  page.$$eval(selector, (found) => found.map((each) => each.textContent ?? ''))

// The machine may have no browser; CI installs one.
const testInBrowser = test.runIf(chromium !== undefined)

testInBrowser('what a server did is on the page: sites, routes, the stack of a site, a flame graph', async () => {
  const report = join(folder, 'blocking.jsonl')
  const args = ['--import', '@offloop/runtime/detect', join(root, 'fixtures/detect/server.mjs')]
  const server = spawn(process.execPath, args, {
    cwd: join(root, 'fixtures/detect'),
    env: { PATH: process.env['PATH'], OFFLOOP_REPORT: report, OFFLOOP_SUMMARY: '0' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const [port] = (await once(createInterface({ input: server.stdout }), 'line')) as [string]
  for (const route of ['read', 'many', 'read-later', 'spin', 'many']) await (await fetch(`http://127.0.0.1:${port}/${route}`)).text()
  server.stdin.end()
  await once(server, 'close')

  const page = await open(report)
  expect(await page.title()).toBe('What blocked the event loop')
  const sites = await textsOf(page, '#sites tbody tr')
  expect(sites).toHaveLength(4)
  expect(sites[0]).toMatch(/a stall in plain code.*server\.mjs:\d+:\d+.*GET \/spin/u)
  expect(sites.filter((text) => text.includes('node:fs.readFileSync'))).toHaveLength(3)
  expect(await textsOf(page, '#routes tbody td:nth-child(4)')).toEqual(
    expect.arrayContaining(['GET /spin', 'GET /many', 'GET /read', 'GET /read-later']),
  )
  expect((await textsOf(page, '#flame .frame title')).some((text) => text.startsWith('spin ('))).toBe(true)
  expect(await page.$$('#timeline canvas')).toHaveLength(1)

  await page.click('#sites tbody tr')
  expect(await textsOf(page, '#sites pre')).toEqual([expect.stringMatching(/(?:^|\n)spin \(.*server\.mjs:\d+\)\n/u)])
  await page.type('input[type=search]', 'many')
  await page.waitForFunction("document.querySelectorAll('#routes tbody tr').length === 1")
  expect((await textsOf(page, '#routes tbody tr'))[0]).toContain('GET /many')
})

testInBrowser('100,000 records open and sort', async () => {
  const report = join(folder, 'large.jsonl')
  const file = createWriteStream(report)
  for (let index = 0; index < 100_000; index++) {
    const stack = Array.from({ length: 10 }, (_, depth) => ({
      name: `f${(index * (depth + 3)) % 61}`,
      file: `/app/src/${depth}.js`,
      line: index % 499,
      column: 1,
    }))
    const context = { method: 'GET', route: `/r${index % 211}` }
    const line = `${JSON.stringify({ kind: 'call', api: 'node:fs.readFileSync', durationMs: (index % 97) / 10, stack, source: stack[0], context, count: 1, at: 1_700_000_000_000 + index * 20 })}\n`
    if (!file.write(line)) await once(file, 'drain')
  }
  file.end()
  await once(file, 'close')

  const page = await open(report)
  expect(await textsOf(page, '.figures dd')).toContain('100,000')
  const firstCall = async (): Promise<number> => Number((await textsOf(page, '#sites tbody tr:first-child td:nth-child(2)'))[0])
  await page.click('#sites th:nth-child(2) button')
  const most = await firstCall()
  await page.click('#sites th:nth-child(2) button')
  await page.waitForSelector('#sites th[aria-sort=ascending]')
  expect(await firstCall()).toBeLessThan(most)
  expect((await textsOf(page, '#sites tbody tr')).length).toBe(25)
})
