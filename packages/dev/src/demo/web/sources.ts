/** The sources that the demo's page shows: each heavy function, and what the second lane changes for it. */
import { works } from '@offloop/page/live'
import type { WorkName, WorkSource } from '@offloop/page/live'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from '../../root.ts'

const textOf = (file: string): Promise<string> => readFile(join(root, 'packages/dev/src/demo/web', file), 'utf8')

/** Reads them from the files that run. */
export async function readSources(): Promise<Readonly<Record<WorkName, WorkSource>>> {
  const [onLoop, offLoop, work] = await Promise.all(['on-the-loop.ts', 'off-the-loop.ts', 'heavy-work.ts'].map(textOf))
  const names = Object.keys(works) as WorkName[]
  return Object.fromEntries(names.map((name) => [name, sourceOf(name, onLoop ?? '', offLoop ?? '', work ?? '')])) as Record<
    WorkName,
    WorkSource
  >
}

function sourceOf(name: WorkName, onLoop: string, offLoop: string, work: string): WorkSource {
  const before = lineWith(`  ${name}: `, onLoop)
  const functionName = before.replace(`  ${name}: `, '').replace(',', '')
  return {
    function: functionOf(functionName, work),
    difference: [`+${lineWith('import { syncToAsync }', offLoop)}`, ' serveLane({', `-${before}`, `+${lineWith(`  ${name}: `, offLoop)}`],
  }
}

function lineWith(beginning: string, text: string): string {
  const line = text.split('\n').find((each) => each.startsWith(beginning))
  if (line === undefined) throw new Error(`no line begins with "${beginning}" in a lane of the demo`)
  return line
}

function functionOf(name: string, text: string): string {
  const found = new RegExp(`^export function ${name}\\b[^]*?^\\}$`, 'mu').exec(text)?.[0]
  if (found === undefined) throw new Error(`heavy-work.ts exports no function ${name}`)
  return found
}
