/** `npm run bench -- <group>`: measures the claims of a group against their peers and prints a table; `--json` prints rows, `--save` writes results/<group>.md. */
import { mkdirSync, writeFileSync } from 'node:fs'
import pc from 'picocolors'
import { environmentLine } from './environment.ts'
import type { Row } from './row.ts'
import { markdownTable, textTable } from './table.ts'

const groups: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  runtime: async () => (await import('./runtime.ts')).runtimeRows(),
  detector: async () => (await import('./detector.ts')).detectorRows(),
  lint: async () => (await import('./lint.ts')).lintRows(),
  migration: async () => (await import('./migration.ts')).migrationRows(),
}

const flags = new Set(process.argv.slice(2).filter((word) => word.startsWith('--')))
const words = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const names = words.length > 0 ? words : Object.keys(groups)
for (const name of names) {
  if (groups[name]) continue
  console.error(`There is no group "${name}"; the groups are ${Object.keys(groups).join(', ')}.`)
  process.exit(2)
}
for (const flag of flags) {
  if (flag === '--json' || flag === '--save') continue
  console.error(`There is no flag ${flag}; the flags are --json and --save.`)
  process.exit(2)
}

const all: Row[] = []
if (!flags.has('--json')) console.log(environmentLine())
for (const name of names) {
  try {
    const rows = (await groups[name]?.()) ?? []
    all.push(...rows)
    if (!flags.has('--json')) console.log(`\n${pc.bold(name)}\n${textTable(rows)}`)
    if (flags.has('--save')) save(name, rows)
  } catch (error) {
    // One group's failure doesn't hide the figures of the others; the exit code tells of it.
    console.error(`\n${name} failed: ${error instanceof Error ? error.stack : String(error)}`)
    process.exitCode = 1
  }
}
if (flags.has('--json')) console.log(JSON.stringify(all, undefined, 2))

function save(name: string, rows: readonly Row[]): void {
  const folder = new URL('../results/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  writeFileSync(new URL(`${name}.md`, folder), `# ${name}\n\n${environmentLine()}\n\n${markdownTable(rows)}\n`)
}
