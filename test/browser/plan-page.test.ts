/** Opens the page of a plan in a real browser, without a network: pieces with their call graphs and diffs, walls that can be filtered. */
import { root } from '@offloop/dev/root'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { launch } from 'puppeteer-core'
import { afterAll, expect, test } from 'vitest'
import { chromium } from './chromium.ts'

const folder = mkdtempSync(join(tmpdir(), 'offloop-plan-page-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const server = `import { readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
function title(name) {
  return readFileSync(name, 'utf8').split('</script><b>')[0]
}
class Size {
  constructor(name) {
    this.size = statSync(name).size
  }
  get text() {
    return readFileSync('text', 'utf8')
  }
}
createServer(async (request, response) => {
  response.end(title(request.url) + new Size(request.url).size + new Size(request.url).text)
}).listen(0)
`

// The machine may have no browser; CI installs one.
test.runIf(chromium !== undefined)('pieces open with the keyboard and show who calls whom; walls are filtered by reason', async () => {
  writeFileSync(join(folder, 'server.mjs'), server)
  const args = ['sync-to-async', '--dry', '--report', 'plan.html']
  execFileSync(process.execPath, [join(root, 'packages/codemods/bin/offloop.js'), ...args], { cwd: folder, stdio: 'ignore' })
  const browser = await launch({ executablePath: chromium!, args: ['--no-sandbox'] })
  try {
    const page = await browser.newPage()
    const problems: string[] = []
    page.on('pageerror', (error) => problems.push(String(error)))
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
    page.on('request', (request) => /^(?:https?|wss?):/u.test(request.url()) && problems.push(request.url()))
    await page.setOfflineMode(true)
    await page.goto(pathToFileURL(join(folder, 'plan.html')).href)
    const texts = (selector: string): Promise<string[]> => page.$$eval(selector, (found) => found.map((each) => each.textContent ?? ''))

    expect(await page.$$('details.piece[open]')).toHaveLength(0)
    await page.focus('details.piece summary')
    await page.keyboard.press('Enter')
    expect(await page.$$('details.piece[open]')).toHaveLength(1)
    const steps = await texts('.calls code')
    expect(steps.slice(-2)).toEqual(['title', 'node:fs.readFileSync'])
    expect(steps).toHaveLength(3)
    expect((await texts('details.piece ins')).join('\n')).toContain("(await readFile(name, 'utf8')).split('</script><b>')[0]")

    const reasons = (): Promise<string[]> => texts('#walls tbody tr:not([hidden]) td:nth-child(3)')
    expect((await reasons()).toSorted()).toEqual(['accessor', 'constructor'])
    await page.select('#reason', 'accessor')
    expect(await reasons()).toEqual(['accessor'])
    expect((await texts('#walls tbody tr:not([hidden]) td:nth-child(5)'))[0]).toContain('Make it a method')

    const background = (): Promise<unknown> => page.evaluate('getComputedStyle(document.body).backgroundColor')
    const colours = []
    for (const value of ['light', 'dark']) {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }])
      colours.push(await background())
    }
    expect(colours).toEqual(['rgb(255, 255, 255)', 'rgb(13, 17, 23)'])
    expect(problems).toEqual([])
  } finally {
    await browser.close()
  }
})
