/** The two lists that are written from what is in a folder: the rules and the codemods. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../root.ts'
import { formatted } from './generated.ts'
import type { Generated } from './generated.ts'

/** Folder of the rules. */
export const rulesFolder = 'packages/eslint-plugin/src/rules'

/** Folder of the codemods. */
export const codemodsFolder = 'packages/codemods/src/codemods'

/** `index.ts` of both folders. */
export async function lists(): Promise<Generated[]> {
  return [await list(rulesFolder, 'rules'), await list(codemodsFolder, 'codemods')]
}

/** Names of the rules or codemods in a folder, in order. */
export function namesIn(folder: string): string[] {
  const files = readdirSync(join(root, folder)).filter((file) => file.endsWith('.ts') && file !== 'index.ts' && !file.includes('.test.'))
  return files.map((file) => file.slice(0, -'.ts'.length)).sort()
}

async function list(folder: string, what: string): Promise<Generated> {
  const names = namesIn(folder)
  const text = [
    `/** The ${what}, by name. Generated: \`npm run generate\`. */`,
    ...names.map((name) => `import ${camelCase(name)} from './${name}.ts'`),
    '',
    `/** The ${what}, by name. */`,
    `export const ${what} = {`,
    ...names.map((name) => `  '${name}': ${camelCase(name)},`),
    '}',
    '',
  ].join('\n')
  const path = `${folder}/index.ts`
  return { path, text: await formatted(path, text) }
}

function camelCase(name: string): string {
  return name.replaceAll(/-(\w)/gu, (_dash, letter: string) => letter.toUpperCase())
}
