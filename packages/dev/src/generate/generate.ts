/** Everything that is generated, with the text that it should have now. */
import { apiPages } from './api.ts'
import { codemodPackages } from './codemod-packages.ts'
import { codemodPages } from './codemods.ts'
import { formatted } from './generated.ts'
import type { Generated } from './generated.ts'
import { hardCasesPage } from './hard-cases.ts'
import { rulePages } from './rules.ts'

/** The pages; the lists of rules and codemods are apart because the packages must be built with them first. */
export async function generatedPages(): Promise<Generated[]> {
  return [
    ...(await rulePages()),
    ...(await codemodPages()),
    ...(await codemodPackages()),
    await catalogPage(),
    await hardCasesPage(),
    ...apiPages(),
  ]
}

async function catalogPage(): Promise<Generated> {
  const { catalogPage: page } = await import('@offloop/catalog/page')
  const path = 'packages/catalog/docs/catalog.md'
  return { path, text: await formatted(path, page()) }
}
