/** What our preset and n/no-sync report in an application, as `file:line` of the blocking calls. */
import { sep } from 'node:path'
import plugin from '@offloop/eslint-plugin'
import { ESLint } from 'eslint'
import type { Linter, Rule } from 'eslint'
import n from 'eslint-plugin-n'
import { parser } from 'typescript-eslint'

/** Places are `file:line` with absolute paths. */
export interface Reports {
  /** Blocking calls that our messages name: at the report, or at the end of its chain. */
  readonly offloop: readonly string[]
  readonly noSync: readonly string[]
  /** Places of calls in an async function or in a function that is given to a call with a route: what a rule can see of the loop in one function. */
  readonly inLoopFunction: ReadonlySet<string>
}

interface TypeScriptParser {
  parseForESLint(text: string, options: object): object
}

/** n/no-sync throws on TypeScript without types; without the parser's services it takes the file for JavaScript and works. */
const withoutServices = {
  parseForESLint: (text: string, options: object) => ({ ...(parser as TypeScriptParser).parseForESLint(text, options), services: {} }),
} as Linter.Parser

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
  const config: Linter.Config = {
    files: ['**/*.{js,mjs,cjs,ts,mts,cts}'],
    plugins: { ...plugin.configs.recommended.plugins, n: n as never, bench: { rules: { marker } } },
    settings: { offloop: { root: cwd } },
    rules: { ...plugin.configs.recommended.rules, 'n/no-sync': 'error', 'bench/marker': 'error' },
  }
  const typescript: Linter.Config = { files: ['**/*.{ts,mts,cts}'], languageOptions: { parser: withoutServices } }
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
      if (ruleId === 'offloop/no-blocking-call') offloop.add(`${filePath}:${line}`)
      if (ruleId === 'offloop/no-blocking-chain') for (const leaf of leavesOf(message, cwd)) offloop.add(leaf)
    }
  }
  return { offloop: [...offloop], noSync: [...noSync], inLoopFunction }
}

function leavesOf(message: string, cwd: string): string[] {
  return [...message.matchAll(/ \((\S+:\d+)\)/gu)].map(([, place = '']) => [cwd, ...place.split('/')].join(sep))
}

function isLoopFunction(node: Rule.Node): boolean {
  if ('async' in node && node.async === true) return true
  const { parent } = node
  return parent?.type === 'CallExpression' && parent.callee.type === 'MemberExpression' && parent.arguments[0]?.type === 'Literal'
}
