/** `npm run generate`: writes every generated file; with `--check` only says which are stale. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './root.ts'
import type { Generated } from './generate/generated.ts'
import { lists } from './generate/lists.ts'

const check = process.argv.includes('--check')

function staleOf(files: readonly Generated[]): Generated[] {
  return files.filter(({ path, text }) => !existsSync(join(root, path)) || readFileSync(join(root, path), 'utf8') !== text)
}

function write(files: readonly Generated[]): void {
  for (const { path, text } of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
    console.log(`wrote ${path}`)
  }
}

const staleLists = staleOf(await lists())
if (staleLists.length > 0 && !check) {
  write(staleLists)
  // The pages are made from the built packages, which must know the new lists.
  execFileSync(join(root, 'node_modules/.bin/tsc'), ['-b'], { cwd: root, stdio: 'inherit' })
}
const { generatedPages } = await import('./generate/generate.ts')
const stalePages = staleOf(await generatedPages())
if (!check) write(stalePages)
const stale = [...staleLists, ...stalePages]
if (check && stale.length > 0) {
  for (const { path } of stale) console.error(`${path} is stale`)
  console.error('Run `npm run generate` and commit what it writes.')
  process.exitCode = 1
} else if (stale.length === 0) console.log('Every generated file is up to date.')
