/** A new codemod: its definition, its page and its first fixture. It plans nothing until it is written. */
import { fixtureFiles } from './fixture.ts'
import type { Template } from './template.ts'

/** `npm run new -- codemod from-to-to`. */
export const codemod: Template = {
  names: '<from>-to-<to> or one verb, in kebab-case: then-to-await',
  pattern: /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/u,
  scaffold: (name) => ({
    files: {
      [`packages/codemods/src/codemods/${name}.ts`]: codemodText(name),
      [`packages/codemods/src/codemods/${name}.md`]: pageText(name),
      ...fixtureFiles(name, 'nothing-to-change'),
    },
    next: `npm run generate && npx vitest run packages/dev/src/fixtures -t ${name}`,
  }),
}

const codemodText = (
  name: string,
): string => `/** Finds what is to change in one file. (Say in one sentence what the codemod does, and list every form that it handles.) */
import { defineCodemod } from '../define-codemod.ts'

export default defineCodemod({
  name: '${name}',
  summary: 'say in one sentence what it does to a project',
  scope: 'file',
  subject: 'what it looks for, in the singular',
  reasons: {},
  change: () => ({ changes: [], left: [] }),
})
`

const pageText = (name: string): string => `# ${name}

Say what it is for, and what it leaves alone and why.

\`\`\`js before main.js
export const total = (orders) => orders.length
\`\`\`

Fixtures: [fixtures/codemods/${name}](../../../../fixtures/codemods/${name}).
`
