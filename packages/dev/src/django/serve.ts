/** Serves an example in a process of its own, and follows what it prints. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { root } from '../root.ts'

/** The two frameworks that each example is written for. */
export const frameworks = ['express', 'fastify'] as const

/** One of them. */
export type Framework = (typeof frameworks)[number]

/** What a process is started with, besides the example. */
export interface ServeOptions {
  readonly env?: Readonly<Record<string, string>>
  /** With the detector. Default false. */
  readonly isWatched?: boolean
}

/** A running example. */
export interface ServedExample {
  readonly url: string
  /** What it has printed since it listens. */
  readonly lines: readonly string[]
  /** Waits until what it has printed fits; fails when it ends before. */
  printed(fits: (lines: readonly string[]) => boolean): Promise<void>
  /** Ends it as an operator would, so that the detector writes its report; `SIGKILL` doesn't wait for what it computes. */
  stop(signal?: NodeJS.Signals): Promise<void>
}

const running = new Set<() => void>()
process.on('exit', () => {
  for (const kill of running) kill()
})

/** Starts `src/<framework>.js` of a folder on a free port of the loopback. */
export async function serveExample(folder: string, framework: Framework, options: ServeOptions = {}): Promise<ServedExample> {
  const detector = pathToFileURL(join(root, 'packages/runtime/dist/detect/index.js')).href
  const stopper = 'data:text/javascript,process.on("SIGTERM",()=>process.exit(0))'
  const flags = ['--import', stopper, ...(options.isWatched ? ['--import', detector] : [])]
  const child = spawn(process.execPath, [...flags, join('src', `${framework}.js`)], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '', OFFLOOP_SUMMARY: '0', ...options.env, PORT: '0' },
  })
  const kill = (): void => void child.kill('SIGKILL')
  running.add(kill)
  const lines: string[] = []
  const checks = new Set<() => void>()
  let errors = ''
  let url: string | undefined
  let hasEnded = false
  child.stderr.on('data', (chunk) => (errors += String(chunk)))
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (url === undefined) url = /^listening on (http:\S+)$/.exec(line)?.[1]
    else lines.push(line)
    for (const check of checks) check()
  })
  const ended = once(child, 'close').then(() => {
    hasEnded = true
    running.delete(kill)
    for (const check of checks) check()
  })

  const until = (isMet: () => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        if (!isMet() && !hasEnded) return
        checks.delete(check)
        if (isMet()) resolve()
        else reject(new Error(`${folder} ended too early:\n${lines.join('\n')}\n${errors}`))
      }
      checks.add(check)
      check()
    })
  await until(() => url !== undefined)
  return {
    url: url ?? '',
    lines,
    printed: (fits) => until(() => fits(lines)),
    stop: async (signal) => {
      child.kill(signal)
      await ended
    },
  }
}
