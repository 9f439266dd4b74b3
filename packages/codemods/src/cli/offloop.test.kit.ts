/** Runs the command line in a process of its own, with and without a terminal, over projects made for one test. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'

const bin = fileURLToPath(new URL('../../bin/offloop.js', import.meta.url))
const folders: string[] = []
afterAll(() => {
  for (const each of folders) rmSync(each, { recursive: true, force: true })
})

/** How a process ended, and what it printed. */
export interface Outcome {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A folder with these files. */
export function project(files: Readonly<Record<string, string | Buffer>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'offloop-cli-')))
  folders.push(root)
  for (const [name, contents] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), contents)
  }
  return root
}

/** Text of a file. */
export function read(root: string, name: string): string {
  return readFileSync(join(root, name), 'utf8')
}

/** Runs `offloop` without a terminal. */
export async function offloop(cwd: string, ...args: readonly string[]): Promise<Outcome> {
  const child = spawn(process.execPath, [bin, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env['PATH'] } })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stdout, stderr }
}

/** The `script` of util-linux gives a process a terminal; other systems have another program of that name. */
export const hasTerminals =
  process.platform === 'linux' && spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux')

/** What is typed once a text is on the screen. */
export type Typed = readonly [when: RegExp, keys: string]

/** Keys as a terminal sends them. */
export const keys = { enter: '\r', down: '\u001b[B', interrupt: '\u0003' }

/** Runs `offloop` in a terminal and types: each once its text has come after what was typed before. `screen` is all that was shown. */
export async function offloopInTerminal(
  cwd: string,
  args: readonly string[],
  typed: readonly Typed[],
): Promise<{ code: number | null; screen: string }> {
  const command = [process.execPath, bin, ...args].map((each) => `'${each.replaceAll("'", "'\\''")}'`).join(' ')
  const env = { PATH: process.env['PATH'], TERM: 'xterm-256color', SHELL: '/bin/sh' }
  const child = spawn('script', ['-qefc', `stty cols 120 rows 50; exec ${command}`, '/dev/null'], {
    cwd,
    stdio: ['pipe', 'pipe', 'inherit'],
    env,
  })
  let screen = ''
  let seen = 0
  const waiting = [...typed]
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text
    const found = waiting[0]?.[0].exec(screen.slice(seen))
    if (!found) return
    seen = screen.length
    child.stdin.write(waiting.shift()![1])
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, screen }
}
