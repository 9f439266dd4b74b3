/** What our preset and n/no-sync report in an application, as `file:line` of the blocking calls. */
import { sep } from 'node:path'
import { ESLint } from 'eslint'
import type { Linter, Rule } from 'eslint'
import n from 'eslint-plugin-n'
import { untypedParser } from './lint-untyped.ts'
import { blockingRules, placesIn } from './named-places.ts'
import { ownConfig, ownName } from './own-rules.ts'

/** Places are `file:line` with absolute paths. */
export interface Reports {
  /** Blocking calls that our messages name: at the report, or at the end of its chain. */
  readonly offloop: readonly string[]
  readonly noSync: readonly string[]
  /** Places of calls in an async function or in a function that is given to a call with a route: what a rule can see of the loop in one function. */
  readonly inLoopFunction: ReadonlySet<string>
}

/** Lints the application's files, without types. */
export async function reportsOf(cwd: string): Promise<Reports> {
  const inLoopFunction = new Set<string>()
  const marker: Rule.RuleModule = {
    create: (context) => ({
      CallExpression(node) {
        const functions = context.sourceCode
          .getAncestors(node)
          .filter((each) => /Function/u.test(each.type))
          .reverse()
        if (functions.some((each) => isLoopFunction(each as Rule.Node))) inLoopFunction.add(`${context.filename}:${node.loc?.start.line}`)
      },
    }),
  }
  const ours = ownConfig(cwd)
  const config: Linter.Config = {
    ...ours,
    files: ['**/*.{js,mjs,cjs,ts,mts,cts}'],
    plugins: { ...ours.plugins, n: n as never, bench: { rules: { marker } } },
    rules: { ...ours.rules, 'n/no-sync': 'error', 'bench/marker': 'error' },
  }
  const typescript: Linter.Config = { files: ['**/*.{ts,mts,cts}'], languageOptions: { parser: untypedParser } }
  const results = await new ESLint({
    cwd,
    overrideConfigFile: true,
    overrideConfig: [{ ignores: ['**/dist/**'] }, config, typescript],
  }).lintFiles(['.'])
  const offloop = new Set<string>()
  const noSync = new Set<string>()
  for (const { filePath, messages } of results) {
    for (const { ruleId, line, message } of messages) {
      if (ruleId === 'n/no-sync') noSync.add(`${filePath}:${line}`)
      const rule = ownName(ruleId)
      if (rule === undefined || !blockingRules.has(rule)) continue
      if (rule === 'no-blocking-call') offloop.add(`${filePath}:${line}`)
      else for (const place of placesIn(message)) offloop.add([cwd, ...place.split('/')].join(sep))
    }
  }
  return { offloop: [...offloop], noSync: [...noSync], inLoopFunction }
}

function isLoopFunction(node: Rule.Node): boolean {
  if ('async' in node && node.async === true) return true
  const { parent } = node
  return parent?.type === 'CallExpression' && parent.callee.type === 'MemberExpression' && parent.arguments[0]?.type === 'Literal'
}
