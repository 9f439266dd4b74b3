/** Releases of Node to run things under, each from the npm package `node`. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.ts'

/** The majors that are supported. */
export const supported = ['20', '22', '24', '26']

/** Path of the executable of one major, installed at the first call. */
export function nodeOf(major: string): string {
  const folder = join(root, 'node_modules/.cache/offloop', `node-${major}`)
  const executable = join(folder, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (!existsSync(executable)) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
    console.log(`Installing node@${major} ...`)
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', '--foreground-scripts', `node@${major}`], {
      cwd: folder,
      stdio: 'inherit',
    })
  }
  return executable
}
