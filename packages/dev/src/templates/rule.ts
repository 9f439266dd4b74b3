/** A new lint rule: the rule, its page and its test. It works as it stands, on a call named `replaceMe`. */
import type { Template } from './template.ts'

/** `npm run new -- rule no-x`. */
export const rule: Template = {
  names: 'no-<what>, prefer-<what> or require-<what>, in kebab-case: no-busy-wait',
  pattern: /^(?:no|prefer|require)(?:-[a-z0-9]+)+$/u,
  scaffold: (name) => ({
    files: {
      [`packages/eslint-plugin/src/rules/${name}.ts`]: ruleText(name),
      [`packages/eslint-plugin/src/rules/${name}.md`]: pageText(name),
      [`packages/eslint-plugin/src/rules/${name}.test.ts`]: testText(name),
    },
    next: 'npm run generate && npx vitest run packages/dev/src/pages.test.ts packages/eslint-plugin',
  }),
}

const ruleText = (name: string): string => `/** Finds calls of \`replaceMe\`. (Say in one sentence what the rule finds, and where.) */
import { defineRule } from '../define-rule.ts'

export default defineRule({
  name: '${name}',
  summary: 'Say in one sentence what the code should do instead',
  preset: 'off',
  options: {},
  messages: {
    found: '\`{{call}}\` does harm here. Use something else.',
  },
  create({ report }) {
    return {
      CallExpression(node) {
        if (node.callee.type === 'Identifier' && node.callee.name === 'replaceMe') report(node, 'found', { call: node.callee.name })
      },
    }
  },
})
`

const pageText = (name: string): string => `# offloop/${name}

## Why

What it costs, in words and numbers.

## Incorrect

\`\`\`ts src/orders.ts
export function orders() {
  return replaceMe() //~ \`replaceMe\` does harm
}
\`\`\`

## Correct

\`\`\`ts src/orders.ts
export async function orders() {
  return await load()
}
\`\`\`

## Not reported

A method that has the same name:

\`\`\`ts src/orders.ts
export const orders = (store) => store.replaceMe()
\`\`\`

## Options

None.
`

const testText = (name: string): string => `/** Cases of ${name} that would bore a reader of its page. */
import { describe, test } from 'vitest'
import { checkFiles } from '../lint-files.test.kit.ts'

const one = (text: string): Record<string, string> => ({ 'src/app.js': text })

const invalid = [
  // arguments
  ['none', 'replaceMe() //~ \`replaceMe\` does harm'],
  ['spread', 'replaceMe(...orders) //~ does harm'],
  // forms of the call
  ['optional', '(replaceMe)?.() //~ does harm'],
] as const

const valid = [
  // other callees
  ['a name', 'replaceMe'],
  ['a method', 'store.replaceMe()'],
  ['new', 'new replaceMe()'],
  ['an empty file', ''],
] as const

describe('reported', () => {
  test.each(invalid)('%s', (_title, text) => checkFiles('${name}', one(text)))
})

describe('not reported', () => {
  test.each(valid)('%s', (_title, text) => checkFiles('${name}', one(text)))
})
`
