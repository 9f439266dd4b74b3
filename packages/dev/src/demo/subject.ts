/** A copy of a fixture application in a temporary folder: built, tested, started there. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { root } from '../root.ts'

/** A copied application. */
export interface Subject {
  readonly folder: string
  remove(): void
}

/** Copies `fixtures/apps/<name>`; packages are found through a link to the repository's. */
export function copySubject(name: string): Subject {
  const folder = mkdtempSync(join(tmpdir(), `offloop-${name}-`))
  cpSync(join(root, 'fixtures/apps', name), folder, { recursive: true, filter: path => !/[\\/](node_modules|dist)$/.test(path) })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir')
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

export interface ScriptResult {
  readonly ok: boolean
  readonly output: string
}

/** Runs one of the application's own npm scripts, as its authors would. */
export async function runScript(subject: Subject, script: string, env: Readonly<Record<string, string>> = {}): Promise<ScriptResult> {
  const child = spawn('npm', ['run', '--silent', script], { cwd: subject.folder, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_OPTIONS: '', ...env } })
  let output = ''
  child.stdout.on('data', chunk => (output += String(chunk)))
  child.stderr.on('data', chunk => (output += String(chunk)))
  const [code] = (await once(child, 'close')) as [number | null]
  return { ok: code === 0, output }
}

/** A running server. */
export interface RunningServer {
  readonly url: string
  readonly dataDir: string
  /** Ends the server as an operator would, so that it writes its report. */
  stop(): Promise<void>
}

/** Starts the built server on a free port of the loopback; with `report`, under the detector. */
export async function startServer(subject: Subject, report?: string): Promise<RunningServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'offloop-data-'))
  const detector = pathToFileURL(join(root, 'packages/runtime/dist/detect/index.js')).href
  const flags = report ? ['--enable-source-maps', '--import', detector] : []
  const stopper = `data:text/javascript,process.on("SIGTERM",()=>process.exit(0))`
  const child = spawn(process.execPath, [...flags, '--import', stopper, join(subject.folder, 'dist/src/server.js')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '', PORT: '0', DATA_DIR: dataDir, OFFLOOP_SUMMARY: '0', ...(report ? { OFFLOOP_REPORT: report } : {}) },
  })
  const url = await addressOf(child)
  return {
    url,
    dataDir,
    async stop() {
      const ended = once(child, 'exit')
      if (child.exitCode === null) {
        child.kill()
        await ended
      }
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function addressOf(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const url = /^listening on (http:\S+)$/.exec(line)?.[1]
    if (url) {
      child.stdout!.resume()
      return url
    }
  }
  throw new Error('the server ended before it listened')
}
