/** Is there uncommitted work that a migration could bury? */
import { execFileSync } from 'node:child_process'

/** `clean`, `dirty` with the number of changed files, or `none` where the folder is in no repository. */
export type TreeState = { readonly kind: 'clean' | 'none' } | { readonly kind: 'dirty'; readonly files: number }

/** Whether a folder is in a git tree, and whether that has uncommitted changes. */
export function treeState(folder: string): TreeState {
  try {
    const changed = execFileSync('git', ['status', '--porcelain', '--', '.'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
    return changed === '' ? { kind: 'clean' } : { kind: 'dirty', files: changed.split('\n').length }
  } catch {
    return { kind: 'none' } // no git, or no repository here
  }
}
