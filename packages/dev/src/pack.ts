/** Packs a package as npm would publish it. */
import { execFile } from 'node:child_process'
import { mkdtempSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { root } from './root.ts'

/** What is in a tarball. */
export interface Packed {
  readonly files: readonly { readonly path: string; readonly size: number }[]
  /** Bytes unpacked. */
  readonly unpackedSize: number
}

/** Packs `packages/<name>` to the path `target`, whose folder must exist. */
export async function pack(name: string, target: string): Promise<Packed> {
  const folder = mkdtempSync(join(dirname(target), 'pack-'))
  const [entry] = await npmPack(name, '--pack-destination', folder)
  if (!entry) throw new Error(`npm packed nothing for packages/${name}`)
  renameSync(join(folder, entry.filename), target)
  rmSync(folder, { recursive: true })
  return entry
}

/** What a tarball of `packages/<name>` would hold; writes nothing. */
export async function packedFiles(name: string): Promise<Packed> {
  const [entry] = await npmPack(name, '--dry-run')
  if (!entry) throw new Error(`npm packed nothing for packages/${name}`)
  return entry
}

async function npmPack(name: string, ...flags: string[]): Promise<(Packed & { readonly filename: string })[]> {
  const args = ['pack', '--json', '--ignore-scripts', '--loglevel=error', ...flags]
  const { stdout } = await promisify(execFile)('npm', args, { cwd: join(root, 'packages', name), maxBuffer: 1 << 26 })
  return JSON.parse(stdout) as (Packed & { filename: string })[]
}
