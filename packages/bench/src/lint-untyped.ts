/** The parser of lints without types. */
import type { Linter } from 'eslint'
import { parser } from 'typescript-eslint'

interface TypeScriptParser {
  parseForESLint(text: string, options: object): object
}

/** n/no-sync throws on TypeScript without types; without the parser's services it takes the file for JavaScript and works. */
export const untypedParser = {
  parseForESLint: (text: string, options: object) => ({ ...(parser as TypeScriptParser).parseForESLint(text, options), services: {} }),
} as Linter.Parser
