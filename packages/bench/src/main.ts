/** `npm run bench -- <group>`: measures the claims of a group against their peers and prints a table; `--json` prints rows, `--save` writes results/<group>.md, `--nodes 20,24` measures under these releases; `--checkouts <folder>` and `--update` are for the group `labels`. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { nodeOf, supported } from '@offloop/dev/node-of'
import pc from 'picocolors'
import { environmentLine } from './environment.ts'
import type { LabelOptions } from './labels.ts'
import type { Row } from './row.ts'
import { save } from './results.ts'
import { textTable } from './table.ts'

const groups: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  calls: async () => (await import('./calls.ts')).callRows(),
  'sync-calls': async () => (await import('./sync-calls.ts')).syncCallRows(),
  threads: async () => (await import('./threads.ts')).threadRows(),
  context: async () => (await import('./context.ts')).contextRows(),
  queue: async () => (await import('./queue.ts')).queueRows(),
  detector: async () => (await import('./detector.ts')).detectorRows(),
  views: async () => (await import('./views.ts')).viewRows(),
  lint: async () => (await import('./lint.ts')).lintRows(),
  migration: async () => (await import('./migration.ts')).migrationRows(),
  django: async () => (await import('./django.ts')).djangoRows(),
  labels: async () => (await import('./labels.ts')).labelRows(labelOptions()),
}

const { values, positionals } = (() => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        ...{ json: { type: 'boolean' }, save: { type: 'boolean' }, nodes: { type: 'string' } },
        ...{ checkouts: { type: 'string' }, update: { type: 'boolean' } },
      },
    })
  } catch (error) {
    console.error(`${(error as Error).message} The flags are --json, --save, --nodes, --checkouts and --update.`)
    process.exit(2)
  }
})()
const names = positionals.length > 0 ? positionals : Object.keys(groups)
for (const name of names) {
  if (groups[name]) continue
  console.error(`There is no group "${name}"; the groups are ${Object.keys(groups).join(', ')}.`)
  process.exit(2)
}
if (values.nodes !== undefined) process.exit(underEach(values.nodes.split(',')))

const all: Row[] = []
if (!values.json) console.log(environmentLine())
for (const name of names) {
  try {
    const rows = (await groups[name]?.()) ?? []
    all.push(...rows)
    if (!values.json) console.log(`\n${pc.bold(name)}\n${textTable(rows)}`)
    if (values.save) save(name, rows)
  } catch (error) {
    // One group's failure doesn't hide the figures of the others; the exit code tells of it.
    console.error(`\n${name} failed: ${error instanceof Error ? error.stack : String(error)}`)
    process.exitCode = 1
  }
}
if (values.json) console.log(JSON.stringify(all, undefined, 2))

/** The tables of the group `labels` go where the rows go; JSON has rows only. */
function labelOptions(): LabelOptions {
  const { checkouts, update, json } = values
  return { checkouts, isUpdate: update, ...(json && { print: () => undefined }) }
}

/** Runs the same once under each release; the number of runs that failed. */
function underEach(majors: readonly string[]): number {
  const unknown = majors.find((major) => !supported.includes(major))
  if (unknown !== undefined) {
    console.error(`Node ${unknown} is not one of ${supported.join(', ')}.`)
    return 2
  }
  const flags = (['json', 'save', 'update'] as const).filter((flag) => values[flag]).map((flag) => `--${flag}`)
  if (values.checkouts !== undefined) flags.push(`--checkouts=${values.checkouts}`)
  const run = (major: string): number | null =>
    spawnSync(nodeOf(major), [fileURLToPath(import.meta.url), ...names, ...flags], { stdio: 'inherit' }).status
  return majors.map(run).filter((status) => status !== 0).length
}
