/** How a file is written: what new lines in it must look like. */
import { indentStep } from '@offloop/analysis'
import type { Node, ParsedFile } from '@offloop/analysis'

export { indentAt } from '@offloop/analysis'

/** How a file is written: quotes, semicolons, braces, line ends. */
export interface Style {
  readonly quote: "'" | '"'
  readonly semicolon: ';' | ''
  /** What stands inside the braces of an import. */
  readonly padding: ' ' | ''
  readonly newline: '\n' | '\r\n'
  /** One step of indentation. */
  readonly indent: string
  readonly isEsm: boolean
  /** Builtins are imported as `node:fs`. */
  readonly nodePrefix: boolean
}

const styles = new WeakMap<ParsedFile, Style>()

/** Reads the style off a text. */
export function styleOf(source: ParsedFile): Style {
  let style = styles.get(source)
  if (!style) styles.set(source, (style = read(source)))
  return style
}

function read(source: ParsedFile): Style {
  const { text } = source
  const specifiers = [...text.matchAll(/(?:from|require\(|import)\s*(['"])([^'"]+)\1/g)]
  const quoted = specifiers[0]?.[1] ?? /['"]/.exec(text)?.[0]
  const top = source.program.body.filter(endsStatement)
  // a file of functions and classes shows it inside of them
  const ends = top.length > 0 ? top : source.nodes.filter((node) => endsStatement(node) || node.type === 'ReturnStatement')
  const withSemicolon = ends.filter((node) => text[node.end - 1] === ';').length
  const builtins = specifiers
    .map((each) => each[2]!)
    .filter((each) => /^(node:)?(fs|path|os|util|crypto|zlib|child_process|http|https|url|events|stream)(\/|$)/.test(each))
  return {
    quote: quoted === '"' ? '"' : "'",
    semicolon: ends.length === 0 || withSemicolon * 2 >= ends.length ? ';' : '',
    padding:
      /^(?:import|export|const)\s+(?:type\s+)?\{\w/m.test(text) && !/^(?:import|export|const)\s+(?:type\s+)?\{ /m.test(text) ? '' : ' ',
    newline: text.includes('\r\n') ? '\r\n' : '\n',
    indent: indentStep(text),
    isEsm: source.hasModuleSyntax || /\.m[jt]s$/.test(source.file),
    nodePrefix: builtins.length === 0 || builtins.some((each) => each.startsWith('node:')),
  }
}

function endsStatement(node: Node): boolean {
  return node.type === 'ImportDeclaration' || node.type === 'VariableDeclaration' || node.type === 'ExpressionStatement'
}
