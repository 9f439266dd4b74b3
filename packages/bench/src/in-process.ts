/** Runs a program of the benches and reads the JSON that it prints last. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What `<name>.js` printed, run by this Node with these arguments. */
export function inProcess<T>(name: string, ...args: readonly string[]): T {
  const file = fileURLToPath(new URL(`${name}.js`, import.meta.url))
  const output = execFileSync(process.execPath, [file, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as T
}
