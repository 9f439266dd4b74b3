/** The table of rules in the plugin's README, and the head of each rule's page. */
import { withBlock, table } from './generated.ts'
import type { Generated } from './generated.ts'
import { namesIn, rulesFolder } from './lists.ts'

const presets: Readonly<Record<string, string>> = {
  recommended: 'In the presets `recommended`, `strict` and `recommendedTypeChecked`.',
  strict: 'In the preset `strict`.',
  recommendedTypeChecked: 'In the preset `recommendedTypeChecked`; needs type information.',
  off: 'In no preset: turn it on by name.',
}

/** README and rule pages of the ESLint plugin. */
export async function rulePages(): Promise<Generated[]> {
  const { default: plugin } = await import('@offloop/eslint-plugin')
  const rules = namesIn(rulesFolder).map((name) => {
    const meta = plugin.rules[name]?.meta
    if (!meta) throw new Error(`${rulesFolder}/${name}.ts is not in the built plugin: run npm run build`)
    const docs = (meta.docs ?? {}) as { description?: string; preset?: string }
    return {
      name,
      summary: docs.description ?? '',
      preset: docs.preset ?? 'off',
      suggests: meta.hasSuggestions === true,
      defaults: meta.defaultOptions?.[0],
    }
  })
  const rows = rules.map(({ name, summary, preset, suggests }) => [
    `[${name}](src/rules/${name}.md)`,
    summary,
    preset,
    suggests ? 'yes' : '',
  ])
  const readme = await withBlock(
    'packages/eslint-plugin/README.md',
    'rules',
    table(['rule', 'what it asks for', 'preset', 'suggestions'], rows),
    /^## Rules.*$/mu,
  )
  const pages = rules.map(async ({ name, summary, preset, suggests, defaults }) => {
    const lines = [`${summary}.`, presets[preset] ?? '', suggests ? 'Offers suggestions.' : '', defaultsText(defaults)]
    const { path, text } = await withBlock(`${rulesFolder}/${name}.md`, 'header', lines.filter(Boolean).join('\n'), /^# .*$/mu)
    // A page that was written before it had a header says its summary by hand.
    return { path, text: text.replace(`<!-- /generated header -->\n\n${summary}\n`, '<!-- /generated header -->\n') }
  })
  return [readme, ...(await Promise.all(pages))]
}

function defaultsText(defaults: unknown): string {
  if (typeof defaults !== 'object' || defaults === null || Object.keys(defaults).length === 0) return 'Takes no options.'
  return `Options and their defaults: \`${JSON.stringify(defaults)}\`.`
}
