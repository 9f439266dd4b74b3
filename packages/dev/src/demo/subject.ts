/** A copy of a fixture application in a temporary folder: built, tested, started there. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
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

/** Processes and folders that must not outlive this process, however it ends. */
const leftovers = new Set<() => void>()
process.on('exit', () => {
  for (const remove of leftovers) remove()
})

/** Copies `fixtures/apps/<name>`; packages are found through links to the application's own and the repository's. */
export function copySubject(name: string): Subject {
  const parent = mkdtempSync(join(tmpdir(), `offloop-${name}-`))
  const source = join(root, 'fixtures/apps', name)
  const folder = join(parent, name)
  cpSync(source, folder, { recursive: true, filter: (path) => !/[\\/](node_modules|dist)$/.test(path) })
  // an application has packages of its own where it needs other versions than the repository
  if (existsSync(join(source, 'node_modules'))) symlinkSync(join(source, 'node_modules'), join(folder, 'node_modules'), 'dir')
  symlinkSync(join(root, 'node_modules'), join(parent, 'node_modules'), 'dir')
  return { folder, remove: () => rmSync(parent, { recursive: true, force: true }) }
}

/** How one of an application's scripts ended. */
export interface ScriptResult {
  readonly ok: boolean
  readonly output: string
}

/** Runs one of the application's own npm scripts, as its authors would. An application without a build has nothing to build. */
export async function runScript(subject: Subject, script: string, env: Readonly<Record<string, string>> = {}): Promise<ScriptResult> {
  const flags = script === 'build' ? ['--if-present'] : []
  const child = spawn('npm', ['run', '--silent', ...flags, script], {
    cwd: subject.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '', ...env },
  })
  const kill = (): void => void child.kill()
  leftovers.add(kill)
  let output = ''
  child.stdout.on('data', (chunk) => (output += String(chunk)))
  child.stderr.on('data', (chunk) => (output += String(chunk)))
  const [code] = (await once(child, 'close')) as [number | null]
  leftovers.delete(kill)
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
  const child = spawn(process.execPath, [...flags, '--import', stopper, join(subject.folder, entryOf(subject))], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      PORT: '0',
      DATA_DIR: dataDir,
      OFFLOOP_SUMMARY: '0',
      ...(report ? { OFFLOOP_REPORT: report } : {}),
    },
  })
  const remove = (): void => {
    child.kill('SIGKILL')
    rmSync(dataDir, { recursive: true, force: true })
  }
  leftovers.add(remove)
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit')
      child.kill()
      await ended
    }
    leftovers.delete(remove)
    remove()
  }
  try {
    return { url: await addressOf(child), dataDir, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The file that `npm start` runs. */
function entryOf(subject: Subject): string {
  const { scripts } = JSON.parse(readFileSync(join(subject.folder, 'package.json'), 'utf8')) as { scripts?: { start?: string } }
  const entry = /^node (\S+)$/.exec(scripts?.start ?? '')?.[1]
  if (entry === undefined) throw new Error(`${subject.folder}/package.json needs a script "start": "node <file>"`)
  return entry
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
