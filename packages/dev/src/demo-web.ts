/** `npm run demo:web`: a page on which one watches what a heavy route does to the others, on the loop and off it. */
import { laneNames } from '@offloop/page/live'
import type { News, Settings } from '@offloop/page/live'
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Feed } from './demo/web/feed.ts'
import { stallThreshold } from './demo/web/lane.ts'
import { listen } from './demo/web/listen.ts'
import { pageServer } from './demo/web/page-server.ts'
import { readSources } from './demo/web/sources.ts'
import { watchLane } from './demo/web/watched-lane.ts'
import type { WatchedLane } from './demo/web/watched-lane.ts'

const newsEveryMs = 200
const usage = `npm run demo:web -- [--port 4800]

  --port  where the page is served on 127.0.0.1; default: the first free port from 4800

  Two servers with the same heavy routes run side by side, one on its loop, the other on threads.
  Open the page that is printed, start a load and watch /health. Ctrl-C ends everything.`

function flagsOrExit(): { port: number | undefined; help: boolean } {
  try {
    const { values } = parseArgs({ options: { port: { type: 'string' }, help: { type: 'boolean', short: 'h' } } })
    const port = values.port === undefined ? undefined : Number(values.port)
    if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535 && values.port !== ''))
      throw new Error(`--port takes a whole number from 0 to 65535, not ${values.port}`)
    return { port, help: values.help ?? false }
  } catch (error) {
    console.error(`demo:web: ${(error as Error).message}`)
    process.exit(2)
  }
}

/** Runs until it is asked to end, or a lane ends; `later` collects what undoes it. */
async function demo(port: number | undefined, later: (() => unknown)[]): Promise<void> {
  const asked = new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => done())
  })
  const folder = await mkdtemp(join(tmpdir(), 'offloop-demo-web-'))
  later.push(() => rm(folder, { recursive: true, force: true }))
  const lanes: WatchedLane[] = []
  for (const name of laneNames) {
    const lane = await watchLane(name, folder)
    lanes.push(lane)
    later.push(() => lane.stop())
  }

  let settings: Settings = { isLoaded: false, work: 'hash', clients: 4 }
  const newsOf = (ask: 'whole' | 'news'): News => {
    const now = Date.now()
    const news = laneNames.map((name, index) => [name, lanes[index]?.[ask](now)])
    return { isFirst: ask === 'whole', now, settings, lanes: Object.fromEntries(news) as News['lanes'] }
  }
  const feed = new Feed()
  const server = pageServer({
    data: { cores: availableParallelism(), threshold: stallThreshold, sources: await readSources() },
    onPage: (response) => feed.open(response, newsOf('whole')),
    onSettings(next) {
      settings = next
      for (const lane of lanes) lane.apply(settings)
      feed.tell(newsOf('news'))
    },
  })
  const bound = await listen(server, port)
  later.push(() => {
    server.close()
    server.closeAllConnections()
  })
  const telling = setInterval(() => feed.tell(newsOf('news')), newsEveryMs)
  later.push(() => clearInterval(telling))
  console.log(`http://127.0.0.1:${bound}\n\nOpen it in a browser. Ctrl-C ends the demo.`)
  const lost = lanes.map(({ ended }) => ended.then(() => Promise.reject(new Error('a server of the demo has ended by itself'))))
  await Promise.race([asked, ...lost])
}

const { port, help } = flagsOrExit()
if (help) {
  console.log(usage)
} else {
  const later: (() => unknown)[] = []
  try {
    await demo(port, later)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const reason = code === 'EADDRINUSE' ? `port ${port} is taken: give another one with --port, or none to get a free one` : message
    console.error(`demo:web: ${reason}`)
    process.exitCode = 1
  }
  for (const undo of later.reverse()) await undo()
}
