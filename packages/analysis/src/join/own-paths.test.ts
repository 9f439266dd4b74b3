/** Specifiers where a tsconfig.json can't be read as it is meant. */
import { expect, test } from 'vitest'
import { callsOf, scratchProject } from '../scratch-project.test.kit.ts'

const files = {
  'src/lib/read.ts': `import { readFileSync } from 'node:fs'\nexport const read = () => readFileSync('a')`,
  'src/app.ts': `import { read } from '#src/lib/read.js'\nimport { read as again } from './lib/read.js'\nexport const f = async () => { read(); again() }`,
}
const paths = `"compilerOptions": { /* where */ "paths": { "#src/*": ["./src/*"], }, }`

test.each([
  ['what it extends is not installed', `{ "extends": "@nowhere/tsconfig", ${paths} }`, 2],
  ['it is fine', `{ ${paths} }`, 2],
  ['it has no paths, and extends nothing that is there', `{ "extends": "@nowhere/tsconfig" }`, 1],
  ['it is no JSON', `{ "compilerOptions": `, 1],
])('%s', (_how, tsconfig, callers) => {
  const project = scratchProject({ ...files, 'tsconfig.json': tsconfig })
  expect(callsOf(project)).toEqual(['src/lib/read.ts:2 readFileSync loop'])
  const [site] = project.graph().blocking
  expect(project.graph().callers(site!.fn)).toHaveLength(callers)
})
