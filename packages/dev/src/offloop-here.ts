/** Runs the repository's own command line in this process: a case takes a fraction of the time that a process of its own takes to load. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './root.ts'

/** Exit code, and what was printed. */
export interface Ran {
  readonly code: number
  readonly output: string
}

/** Arguments of a plain `offloop …` command, quotes taken off; nothing for a command that needs a shell. */
export function plainArguments(command: string): string[] | undefined {
  if (!/^offloop(?: +(?:[\w./=@:,*#-]+|"[^"$`\\]*"))*$/u.test(command)) return undefined
  return [...command.matchAll(/"([^"]*)"|[^ ]+/gu)].slice(1).map(([word, quoted]) => quoted ?? word)
}

/** Runs `offloop` with `args` in `folder`. One at a time: the folder and the console are this process's. */
export async function runHere(args: readonly string[], folder: string): Promise<Ran> {
  const { log, error } = console
  const before = process.cwd()
  let output = ''
  const print = (...parts: unknown[]): void => void (output += `${parts.map(String).join(' ')}\n`)
  process.env['CI'] = '1'
  process.env['NO_COLOR'] = '1'
  try {
    process.chdir(folder)
    Object.assign(console, { log: print, error: print })
    const { main } = (await import(pathToFileURL(join(root, 'packages/codemods/dist/cli/main.js')).href)) as {
      main(argv: readonly string[]): Promise<number>
    }
    return { code: await main(['node', 'offloop', ...args]), output }
  } finally {
    Object.assign(console, { log, error })
    process.chdir(before)
  }
}
