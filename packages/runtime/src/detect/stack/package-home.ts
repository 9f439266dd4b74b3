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
    const { bugs } = JSON.parse(readFileSync(manifest, 'utf8')) as { bugs?: string | { url?: string } }
    const url = typeof bugs === 'string' ? bugs : bugs?.url
    return typeof url === 'string' && url.startsWith('http') ? url : undefined
  } catch {
    return undefined // moved or broken: the name of the package has to do
  }
}
