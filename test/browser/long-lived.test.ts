/** Opens an EventSource and a WebSocket in a real browser, and counts their beats while views compute. */
import { root } from '@offloop/dev/root'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { launch, type Browser } from 'puppeteer-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chromium } from './chromium.ts'

let browser: Browser
beforeAll(async () => {
  if (chromium !== undefined) browser = await launch({ executablePath: chromium, args: ['--no-sandbox'] })
})
afterAll(() => browser?.close())

/** In the page: collects what comes, and when the heavy requests have been answered; then how many beats came meanwhile. */
const program = `(async () => {
  const [events, messages] = [[], []]
  const source = new EventSource('/events')
  source.onmessage = ({ data }) => events.push(Number(data))
  const socket = new WebSocket('ws://' + location.host + '/socket?reader=browser')
  socket.onmessage = ({ data }) => messages.push(Number(data))
  const come = (list, count) => new Promise((done) => {
    const look = () => (list.length >= count ? done() : setTimeout(look, 5))
    look()
  })
  await Promise.all([come(events, 1), come(messages, 1)])
  const before = [events.length, messages.length]
  for (let time = 0; time < 3; time++) await (await fetch('/thread')).text()
  const after = [events.length, messages.length]
  source.close()
  socket.close()
  const areWhole = [events, messages].map((list) => list.every((beat, index) => beat === index))
  return { meanwhile: after.map((count, index) => count - before[index]), areWhole }
})()`

// The machine may have no browser; CI installs one.
test.runIf(chromium !== undefined)('a page gets all beats of its stream and its socket while views compute', async () => {
  const server = spawn(process.execPath, ['long-lived.mjs'], { cwd: join(root, 'fixtures/detect'), stdio: ['pipe', 'pipe', 'inherit'] })
  const [port] = (await once(createInterface({ input: server.stdout }), 'line')) as [string]
  const page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${port}/`)
  const { meanwhile, areWhole } = (await page.evaluate(program)) as { meanwhile: [number, number]; areWhole: boolean[] }
  expect(areWhole).toEqual([true, true])
  expect(Math.min(...meanwhile)).toBeGreaterThan(3)
  await page.close()
  server.stdin.end()
  await once(server, 'close')
})
