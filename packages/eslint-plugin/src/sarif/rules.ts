/** The rules that reported something, as SARIF describes them. */
import type { ESLint, Rule } from 'eslint'
import type { ReportingDescriptor } from 'sarif'

/** Descriptions of the rules named in the results, in alphabetical order. A rule that ESLint knows nothing about has only its id. */
export function ruleDescriptors(
  results: readonly ESLint.LintResult[],
  rulesMeta: ESLint.LintResultData['rulesMeta'],
): ReportingDescriptor[] {
  const ids = new Set<string>()
  for (const { messages, suppressedMessages } of results) {
    for (const { ruleId } of [...messages, ...suppressedMessages]) if (ruleId) ids.add(ruleId)
  }
  return [...ids].sort().map((id) => ({ id, ...described(rulesMeta[id]) }))
}

function described(meta: Rule.RuleMetaData | undefined): Omit<ReportingDescriptor, 'id'> {
  if (!meta) return {}
  const { docs, type, fixable, hasSuggestions } = meta
  const { description, url, recommended } = docs ?? {}
  const helpUri = url !== undefined && URL.canParse(url) ? url : undefined
  const help = [description, helpUri].filter((part) => part !== undefined).join('\n\n')
  return {
    ...(description !== undefined && { shortDescription: { text: description }, fullDescription: { text: description } }),
    ...(helpUri !== undefined && { helpUri }),
    ...(help !== '' && { help: { text: help } }),
    properties: {
      ...(type !== undefined && { type, tags: [type] }),
      ...(typeof recommended === 'boolean' && { recommended }),
      fixable: fixable !== undefined,
      hasSuggestions: hasSuggestions === true,
    },
  }
}
