/** Where to report a call that a package makes: its page for bugs. */
import fs from 'node:fs'
import { join, sep } from 'node:path'

/** As it was before the guard wrapped it. */
const { readFileSync } = fs
const homes = new Map<string, string | undefined>()

/** The address of the page for bugs of the package to which the file belongs, where its package.json names one. */
export function bugsPageOf(file: string, name: string): string | undefined {
  const marker = `${sep}node_modules${sep}${name.replace('/', sep)}${sep}`
  const at = file.lastIndexOf(marker)
  if (at < 0) return undefined
  const folder = file.slice(0, at + marker.length)
  if (!homes.has(folder)) homes.set(folder, read(join(folder, 'package.json')))
  return homes.get(folder)
}

function read(manifest: string): string | undefined {
  try {
    const { bugs, repository } = JSON.parse(readFileSync(manifest, 'utf8')) as Record<
      'bugs' | 'repository',
      string | { url?: string } | undefined
    >
    const [page, home] = [bugs, repository].map((each) => (typeof each === 'string' ? each : each?.url))
    if (page?.startsWith('http')) return page
    // `expressjs/express`, `github:koajs/koa`, `git+https://github.com/koajs/koa.git`
    const name =
      /^(?:(?:git\+)?(?:https|ssh|git):\/\/(?:git@)?github\.com\/|git@github\.com:|github:|)([\w.-]+\/[\w.-]+?)(?:\.git)?$/u.exec(
        home ?? '',
      )?.[1]
    return name && `https://github.com/${name}/issues`
  } catch {
    return undefined // moved or broken: the name of the package has to do
  }
}
