/** Opens the demo's page in a real browser: load comes and goes by its buttons, and the detector of the one server reports what the other's doesn't. */
import { root } from '@offloop/dev/root'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { launch, type Browser, type Page } from 'puppeteer-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chromium } from './chromium.ts'

const folder = mkdtempSync(join(tmpdir(), 'offloop-demo-'))
let browser: Browser
let demo: ChildProcess
let url: string

beforeAll(async () => {
  if (chromium === undefined) return
  browser = await launch({ executablePath: chromium, args: ['--no-sandbox'] })
  demo = spawn(process.execPath, [join(root, 'packages/dev/dist/demo-web.js'), '--port', '0'], {
    env: { ...process.env, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(createInterface({ input: demo.stdout! }), 'line')) as [string]
  url = line
})
afterAll(async () => {
  await browser?.close()
  demo?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

const problems: string[] = []
async function open(width: number, height: number): Promise<Page> {
  const page = await browser.newPage()
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  page.on('request', (request) => new URL(request.url()).origin !== url && request.url() !== 'data:,' && problems.push(request.url()))
  await page.setViewport({ width, height })
  await page.goto(url)
  await page.waitForSelector('#onLoop canvas')
  return page
}
const textOf = (page: Page, selector: string): Promise<string> => page.$eval(selector, (found) => found.textContent ?? '')

// The machine may have no browser; CI installs one.
const testInBrowser = test.runIf(chromium !== undefined)

testInBrowser('under load the detector reports the heavy function of the one server, and of the other nothing of it', async () => {
  const page = await open(1300, 1000)
  expect(await textOf(page, '#onLoop')).not.toContain('pbkdf2Sync')
  await page.click('button[type=submit]')
  await page.waitForFunction(`document.querySelector('#onLoop .sites')?.textContent?.includes('pbkdf2Sync')`)
  await page.waitForFunction(`document.querySelector('#onLoop [data-figure=stall] dd')?.textContent !== 'none'`)
  await page.waitForFunction(`document.querySelector('#offLoop [data-figure=rate] dd')?.textContent !== '0.0 /s'`)
  expect(await textOf(page, '#onLoop .sites')).toContain('heavy-work.ts')
  expect(await textOf(page, '#offLoop')).not.toContain('pbkdf2Sync')
  expect(await textOf(page, 'button[type=submit]')).toBe('Stop the load')
  await page.select('select', 'primes')
  await page.waitForFunction(`document.querySelector('body')?.textContent?.includes('each server for /primes')`)
  await page.click('button[type=submit]')
  await page.waitForFunction(`document.querySelector('button[type=submit]')?.textContent === 'Start the load'`)
  expect(problems).toEqual([])
})

testInBrowser('it fits the screen of a phone', async () => {
  const page = await open(390, 844)
  const [wide, screen] = (await page.evaluate('[document.documentElement.scrollWidth, document.documentElement.clientWidth]')) as [
    number,
    number,
  ]
  expect(wide).toBe(screen)
  expect(problems).toEqual([])
})

testInBrowser('another site may not start a load', async () => {
  const settings = { isLoaded: true, work: 'hash', clients: 4 }
  const post = (headers: Record<string, string>, body: unknown): Promise<number> =>
    fetch(`${url}/settings`, { method: 'POST', headers, body: JSON.stringify(body) }).then(({ status }) => status)
  expect(await post({ 'content-type': 'text/plain' }, settings)).toBe(415)
  expect(await post({ 'content-type': 'application/json' }, { ...settings, clients: 1e6 })).toBe(400)
  expect(await post({ 'content-type': 'application/json' }, { ...settings, isLoaded: false })).toBe(204)
})

testInBrowser('Ctrl-C ends it with all that it has started, and leaves no files', async () => {
  const ended = once(demo, 'exit')
  demo.kill('SIGINT')
  expect(await ended).toEqual([0, null])
  await expect(fetch(url)).rejects.toThrow('fetch failed')
  expect(readdirSync(folder).filter((name) => name.startsWith('offloop-demo-web-'))).toEqual([])
})
