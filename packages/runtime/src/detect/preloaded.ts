/** Was this module named on Node's command line, so that it starts by itself? */
import fs from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const { realpathSync } = fs
const flags = new Set(['--import', '--require', '-r'])

/** True where `url` is a module that `--import` or `--require` names, in the arguments or in NODE_OPTIONS. */
export function isPreloaded(execArgv: readonly string[], nodeOptions: string, url: string): boolean {
  const words = [...execArgv, ...nodeOptions.split(/\s+/)].flatMap((word) => (word.startsWith('--') ? word.split(/=(.*)/s, 2) : [word]))
  return words.some((word, index) => flags.has(word) && isSame(unquoted(words[index + 1] ?? ''), url))
}

function isSame(specifier: string, url: string): boolean {
  if (specifier === '@offloop/runtime/detect' || specifier === url) return true
  try {
    return realpathSync(specifier.startsWith('file:') ? fileURLToPath(specifier) : resolve(specifier)) === realpathSync(fileURLToPath(url))
  } catch {
    return false // the name of a package
  }
}

function unquoted(word: string): string {
  return word.replace(/^"(.*)"$/, '$1')
}
