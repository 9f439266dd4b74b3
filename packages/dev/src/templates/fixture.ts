/** A new fixture of a codemod: the page of the case, a project that must not change, and an empty output. */
import type { Template } from './template.ts'

/** `npm run new -- fixture sync-to-async/h071-sort-comparator`. */
export const fixture: Template = {
  names: '<codemod>/<situation in words>, in kebab-case, with the ledger id first where there is one: sync-to-async/h071-sort-comparator',
  pattern: /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*\/[a-z0-9]+(?:-[a-z0-9]+)*$/u,
  scaffold(name) {
    const [codemod = '', situation = ''] = name.split('/')
    return { files: fixtureFiles(codemod, situation), next: `npm run bless -- ${name}` }
  },
}

/** The files of one case. */
export function fixtureFiles(codemod: string, situation: string): Record<string, string> {
  const folder = `fixtures/codemods/${codemod}/${situation}`
  return {
    [`${folder}/case.md`]: pageText(codemod, situation),
    [`${folder}/input/package.json`]: '{ "name": "orders", "type": "module" }\n',
    [`${folder}/input/main.mjs`]: `export const total = (orders) => orders.reduce((sum, { price }) => sum + price, 0)\n\nconsole.log(total([{ price: 2 }, { price: 3 }]))\n`,
    [`${folder}/output/.gitkeep`]: '',
  }
}

const pageText = (codemod: string, situation: string): string => `# ${situation.replaceAll('-', ' ')}

Say in a paragraph why this outcome is the right one.

\`\`\`sh
offloop ${codemod} . --yes
\`\`\`

exit: 0

run: node main.mjs
`
