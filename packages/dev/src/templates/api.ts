/** A new library in the catalogue: one file with its first blocking call. */
import type { Template } from './template.ts'

/** `npm run new -- api left-pad`. */
export const api: Template = {
  names: 'the package as it is installed: better-sqlite3, @scope/name',
  pattern: /^(?:@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*$/u,
  scaffold(name) {
    const file = name.replace(/^@/u, '').replaceAll(/[/._]/gu, '-')
    return {
      files: { [`packages/catalog/src/libraries/${file}.ts`]: entryText(name, identifier(file)) },
      next: `add \`${identifier(file)}\` to the list in packages/catalog/src/libraries.ts, then: npm run generate && npx vitest run packages/catalog`,
    }
  },
}

function identifier(file: string): string {
  return file.replaceAll(/-+(\w)/gu, (_dash, letter: string) => letter.toUpperCase()).replace(/^(?=\d)/u, '_')
}

const entryText = (name: string, constant: string): string => `/** Blocking calls of ${name}. */
import { apisOf } from '../row.ts'

/** What blocks in ${name}, with the async twin of each. */
export const ${constant} = apisOf('${name}', 'https://www.npmjs.com/package/${name}', [
  { name: 'loadSync', tier: 'file', effect: 'read', twin: { module: '${name}', name: 'load', form: 'same' } },
])
`
