/** Makes `npm run build` work on a fresh clone: installs the locked dependencies when they are missing or differ from package-lock.json. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** What differs between the lock file and what npm says it installed, in words; undefined when nothing does. */
function differenceOf(lockFile, installedFile) {
  if (!existsSync(installedFile)) return 'node_modules is missing'
  const locked = JSON.parse(readFileSync(lockFile, 'utf8')).packages
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages
  for (const [path, entry] of Object.entries(locked)) {
    if (path === '') continue
    const found = installed[path]
    // Packages for other platforms stand in the lock file and are not installed.
    if (found === undefined) {
      if (entry.optional || entry.devOptional || entry.peer || !path.includes('node_modules/')) continue
      return `${path} is missing`
    }
    if (found.version !== entry.version) return `${path} is ${found.version}, the lock file says ${entry.version}`
  }
  return undefined
}

const difference = differenceOf(join(root, 'package-lock.json'), join(root, 'node_modules', '.package-lock.json'))
if (difference !== undefined) {
  console.log(`Installing dependencies with npm ci (${difference}) ...`)
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status !== 0) {
    console.error('npm ci failed; run it by hand in the root of the repository to see why.')
    process.exit(1)
  }
}
