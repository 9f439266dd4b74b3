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

/** `index.ts` of both folders: rules by name, as ESLint takes them, and codemods in order of name. */
export async function lists(): Promise<Generated[]> {
  const rules = namesIn(rulesFolder)
  const codemods = namesIn(codemodsFolder)
  return [
    await list(rulesFolder, 'The rules, by name', [
      ...rules.map(importLine),
      '/** The rules, by name. */',
      `export const rules = {\n${rules.map((name) => `'${name}': ${camelCase(name)}`).join(', ')},\n}`,
    ]),
    await list(codemodsFolder, 'The codemods, in order of name', [
      "import type { Codemod } from '../define-codemod.ts'",
      ...codemods.map(importLine),
      '/** The codemods, in order of name. */',
      `export const codemods: readonly Codemod[] = [${codemods.map(camelCase).join(', ')}]`,
    ]),
  ]
}

/** Names of the rules or codemods in a folder, in order. */
export function namesIn(folder: string): string[] {
  const files = readdirSync(join(root, folder)).filter((file) => file.endsWith('.ts') && file !== 'index.ts' && !file.includes('.test.'))
  return files.map((file) => file.slice(0, -'.ts'.length)).sort()
}

async function list(folder: string, sentence: string, lines: readonly string[]): Promise<Generated> {
  const path = `${folder}/index.ts`
  const text = `/** ${sentence}. Generated: \`npm run generate\`. */\n${lines.join('\n').replace('\n/**', '\n\n/**')}\n`
  return { path, text: await formatted(path, text) }
}

function importLine(name: string): string {
  return `import ${camelCase(name)} from './${name}.ts'`
}

function camelCase(name: string): string {
  return name.replaceAll(/-(\w)/gu, (_dash, letter: string) => letter.toUpperCase())
}
