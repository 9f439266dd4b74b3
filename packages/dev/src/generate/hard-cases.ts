/** The page of the migration's hard cases: what becomes of each, and the fixtures that show it. */
import { ledger } from '../hard-cases/ledger.ts'
import { formatted, table } from './generated.ts'
import type { Generated } from './generated.ts'

/** As many fixtures as a construct names: some stand in most of them. */
const mostNamed = 3

/** `docs/hard-cases.md`, of the ledger's rows and of the constructs in the fixtures' inputs. */
export async function hardCasesPage(): Promise<Generated> {
  const path = 'docs/hard-cases.md'
  const { rows, constructs } = ledger()
  const cases = rows.map(({ id, situation, outcome, fixtures }) => [id, situation, outcome, fixtures.map(link).join(' ')])
  const held = constructs.map(({ group, name, fixtures }) => [
    group,
    `\`${name.replaceAll('`', "'")}\``,
    fixtures.slice(0, mostNamed).map(link).join(' '),
  ])
  const text = [
    '# Hard cases of sync-to-async',
    'What becomes of each, and the fixtures that show it: an input, the command, the output, and in most a program that prints the same before and after. A reason in brackets is that of the marker which stays at the call; `[atomicity]` and `[toctou]` are notes in the plan. This page is generated: `npm run generate`. A test holds that each row has a fixture, and that the fixtures show the reasons which the row names.',
    table(['', 'case', 'what becomes of it', 'fixtures'], cases),
    '## Constructs',
    'Where the inputs of the fixtures hold them; the first ones of each.',
    table(['group', 'construct', 'fixtures'], held),
  ].join('\n\n')
  return { path, text: await formatted(path, text) }
}

function link(name: string): string {
  return `[${name}](../fixtures/codemods/sync-to-async/${name})`
}
