/** Reads the text of one file into an ESTree with parent links. */
import { parseSync } from 'oxc-parser'
import type { Comment, Node, Program } from 'oxc-parser'
import { linkParents } from './walk.ts'

export type { Comment, Node, Program }

/** A parsed file. Offsets are UTF-16, as ESLint and magic-string count them. */
export interface ParsedFile {
  readonly file: string
  readonly text: string
  readonly program: Program
  /** All nodes, the program first, in source order. */
  readonly nodes: readonly Node[]
  readonly comments: readonly Comment[]
  /** True where the file has `import`, `export` or `import.meta`. */
  readonly hasModuleSyntax: boolean
}

/** A file whose text is not JavaScript or TypeScript; `line` counts from 1. */
export class ParseError extends Error {
  readonly line: number
  constructor(message: string, line: number) {
    super(message)
    this.name = 'ParseError'
    this.line = line
  }
}

const languages: Record<string, 'js' | 'jsx' | 'ts' | 'tsx' | 'dts'> = {
  js: 'jsx',
  cjs: 'jsx',
  mjs: 'jsx',
  jsx: 'jsx',
  ts: 'ts',
  mts: 'ts',
  cts: 'ts',
  tsx: 'tsx',
}

/** Extensions that the index reads. */
export const extensions: readonly string[] = Object.keys(languages)

/**
 * Parses `text` by the rules of the extension of `file`. A script that is no module (sloppy mode, `return` at the top) is tried as a script.
 * @throws ParseError with the first error's message and line
 */
export function parseFile(file: string, text: string): ParsedFile {
  const extension = file.slice(file.lastIndexOf('.') + 1)
  const lang = /\.d\.[cm]?ts$/.test(file) ? 'dts' : (languages[extension] ?? 'jsx')
  const modes = extension === 'cjs' || extension === 'cts' ? (['commonjs', 'module'] as const) : (['module', 'commonjs', 'script'] as const)
  // The parser knows a byte order mark and a hashbang, and not one after the other.
  const source = text.startsWith('\uFEFF#!') ? ` //${text.slice(3)}` : text
  let firstError: ParseError | undefined
  for (const sourceType of modes) {
    const result = parseSync(file, source, { lang, sourceType })
    const error = result.errors.find((each) => each.severity === 'Error')
    if (!error) {
      const program = result.program
      const nodes = linkParents(program)
      return {
        ...{ file, text, program, nodes, hasModuleSyntax: hasModuleSyntax(program, nodes) },
        // The parser makes them when they are asked for, and the index never does.
        get comments() {
          return result.comments
        },
      }
    }
    const at = error.labels[0]?.start ?? 0
    firstError ??= new ParseError(error.message, lineOf(text, at))
  }
  throw firstError ?? new ParseError('unknown syntax', 1)
}

const moduleSyntax = new Set<Node['type']>([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportDefaultDeclaration',
  'ExportAllDeclaration',
  'TSExportAssignment',
  'TSNamespaceExportDeclaration',
])

/** As the parser's own `module.hasModuleSyntax`, for which it would hand over all it knows of imports and exports: 1 % of the time. */
function hasModuleSyntax(program: Program, nodes: readonly Node[]): boolean {
  return (
    program.body.some((each) => moduleSyntax.has(each.type)) ||
    nodes.some((each) => each.type === 'MetaProperty' && each.meta.name === 'import')
  )
}

function lineOf(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++
  return line
}
