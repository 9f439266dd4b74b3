/** Runs a command of the project: its tests, its type checker. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { Interrupted } from './interrupt.ts'

/** How a command ended, and what it printed where that was asked for. */
export interface CommandEnd {
  /** `missing`: the shell, or the system, found no such program. */
  readonly kind: 'passed' | 'failed' | 'missing'
  readonly output: string
}

/** A command line for the shell, or a program with its arguments. */
export type Command = string | { readonly program: string; readonly args: readonly string[] }

/** Runs a command to its end. @throws Interrupted where `signal` asks to stop, after the command and what it started are gone */
export function runCommand(command: Command, cwd: string, signal: AbortSignal, keepsOutput = false): Promise<CommandEnd> {
  return new Promise((done, fail) => {
    if (signal.aborted) return void fail(new Interrupted())
    // A group of its own, so that what a test runner starts can be ended with it.
    const detached = process.platform !== 'win32'
    const output = keepsOutput ? ('pipe' as const) : ('ignore' as const)
    const options = { cwd, detached, stdio: ['ignore', output, output] as ['ignore', 'pipe' | 'ignore', 'pipe' | 'ignore'] }
    const child = typeof command === 'string' ? spawn(command, { ...options, shell: true }) : spawn(command.program, command.args, options)
    const stop = (): void => endGroup(child, detached)
    signal.addEventListener('abort', stop, { once: true })
    let text = ''
    const end = (kind: CommandEnd['kind']): void => {
      signal.removeEventListener('abort', stop)
      if (signal.aborted) fail(new Interrupted())
      else done({ kind, output: text })
    }
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (part: string) => (text += part))
    child.on('error', () => end('missing'))
    // 127 is what a shell ends with where it finds no such program. With no output to wait for, what a command leaves running is not waited for.
    child.on(keepsOutput ? 'close' : 'exit', (code) => end(code === 0 ? 'passed' : code === 127 ? 'missing' : 'failed'))
  })
}

function endGroup(child: ChildProcess, isGroup: boolean): void {
  try {
    if (isGroup && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    else child.kill('SIGKILL')
  } catch {
    // it has ended meanwhile
  }
}
