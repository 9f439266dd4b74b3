/** Takes the async side of a library away, migrates the sync one, and asks both sides the same. */
import { parseFile } from '@offloop/analysis'
import type { Node } from '@offloop/analysis'
import { migrateFolder } from '@offloop/dev/demo/migrate'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HandWritten } from './hand-written.ts'
import { run } from './run-subject.ts'

export interface TwinResult {
  readonly library: HandWritten
  readonly counts: Readonly<Record<string, number>>
  readonly reasons: Readonly<Record<string, number>>
  /** One line per call: what came of it. */
  readonly byHand: readonly string[]
  readonly migrated: readonly string[]
}

const driver = `import { pathToFileURL } from 'node:url'
const [file, calls] = process.argv.slice(2)
const library = await import(pathToFileURL(file).href)
const shown = (value) => JSON.stringify(value, (key, each) => (typeof each === 'string' ? each.replaceAll(process.cwd(), '.') : each))
for (const [name, ...args] of JSON.parse(calls)) {
  const call = name === 'default' ? library.default : (library[name] ?? library.default[name])
  try {
    console.log(shown(await call(...args)))
  } catch (error) {
    console.log(error.name, error.code ?? '', shown(error.message))
  }
}
`

/** Both sides of one library, in `folder`. */
export async function compareTwins(library: HandWritten, folder: string): Promise<TwinResult> {
  const { name, version, file, removed, twins, calls } = library
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  const installed = await run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--silent', `${name}@${version}`], folder)
  if (installed.code !== 0) throw new Error(`npm install failed for ${name}:\n${installed.output}`)
  const original = join(folder, 'node_modules', name)
  const copy = join(folder, 'migrated')
  cpSync(original, copy, { recursive: true })
  writeFileSync(join(copy, file), withoutFunctions(join(copy, file), removed))
  const report = await migrateFolder(copy, ['--from', 'all', '--strategy', 'twin'])
  const reasons: Record<string, number> = {}
  for (const { wall } of report.sites) if (wall) reasons[wall.reason] = (reasons[wall.reason] ?? 0) + 1
  writeFileSync(join(folder, 'driver.mjs'), driver)
  return {
    library,
    counts: report.counts,
    reasons,
    byHand: await outcomes(folder, 'by-hand', join(original, file), calls),
    migrated: await outcomes(
      folder,
      'by-machine',
      join(copy, file),
      calls.map(([each, ...args]) => [twins[each]!, ...args]),
    ),
  }
}

async function outcomes(folder: string, sample: string, file: string, calls: readonly (readonly unknown[])[]): Promise<string[]> {
  const cwd = join(folder, sample)
  mkdirSync(join(cwd, 'deep/deeper'), { recursive: true })
  writeFileSync(join(cwd, 'letter.txt'), 'Dear customer\n')
  writeFileSync(join(cwd, 'package.json'), '{ "name": "sample", "version": "1.2.3" }\n')
  const { output } = await run(process.execPath, [join(folder, 'driver.mjs'), file, JSON.stringify(calls)], cwd)
  return output.trim().split('\n')
}

/** The text of a file without some of its top-level functions. */
function withoutFunctions(file: string, names: readonly string[]): string {
  let text = readFileSync(file, 'utf8')
  for (const node of parseFile(file, text).program.body.toReversed())
    if (names.includes(declaredName(node) ?? '')) text = text.slice(0, node.start) + text.slice(node.end)
  return text
}

function declaredName(statement: Node): string | undefined {
  const declared = 'declaration' in statement && statement.declaration ? (statement.declaration as Node) : statement
  return declared.type === 'FunctionDeclaration' ? declared.id?.name : undefined
}
