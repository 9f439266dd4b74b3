/** The table of codemods in their README, and the page with the command line's help. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../root.ts'
import { formatted, table, withBlock } from './generated.ts'
import type { Generated } from './generated.ts'

/** README table and help page of `@offloop/codemods`. */
export async function codemodPages(): Promise<Generated[]> {
  const { codemods } = await import('@offloop/codemods')
  const all = Object.values(codemods)
  const rows = all.map(({ name, summary, scope }) => [
    `\`${name}\``,
    summary,
    scope === 'project' ? 'the whole project' : 'one file at a time',
  ])
  const readme = await withBlock(
    'packages/codemods/README.md',
    'codemods',
    table(['codemod', 'what it does', 'reads'], rows),
    /^## Codemods.*$/mu,
  )
  const commands = [[], ['doctor'], ['report'], ['why'], ...all.map(({ name }) => [name])]
  const parts = commands.map((command) => `## \`${['offloop', ...command].join(' ')}\`\n\n\`\`\`text\n${helpOf(command)}\n\`\`\`\n`)
  const path = 'packages/codemods/docs/cli.md'
  const head = '# The command line\n\nWhat `--help` prints. This page is generated: `npm run generate`.\n'
  return [readme, { path, text: await formatted(path, [head, ...parts].join('\n')) }]
}

function helpOf(command: readonly string[]): string {
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, COLUMNS: '100' }
  const help = execFileSync(process.execPath, [join(root, 'packages/codemods/bin/offloop.js'), ...command, '--help'], {
    encoding: 'utf8',
    env,
  })
  // The version of the package and of Node would make the page stale at every release.
  return help
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => !/^offloop\/\d/u.test(line))
    .join('\n')
    .trim()
}
