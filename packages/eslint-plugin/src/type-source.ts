/** TypeScript's checker, where the parser brings a program, as the index asks it. TypeScript itself is never loaded from here. */
import type { Declared, TypeSource } from '@offloop/analysis'
import type ts from 'typescript'

/** Alias of an import, in the numbering that TypeScript has had since its first release. */
const aliasFlag = 2_097_152

/** Answers from one program. */
export function typeSourceOf(program: ts.Program, textOf: (file: string) => string | undefined): TypeSource {
  return {
    declarationsAt(file, offset) {
      const source = program.getSourceFile(file)
      // The program may be older than the text: then its places are others.
      if (!source || source.text !== textOf(file)) return []
      const checker = program.getTypeChecker()
      let symbol = checker.getSymbolAtLocation(nodeAt(source, offset))
      if (symbol && symbol.flags & aliasFlag) symbol = checker.getAliasedSymbol(symbol)
      return (symbol?.declarations ?? []).map((each) => declaredOf(each, symbol?.name ?? ''))
    },
  }
}

function nodeAt(source: ts.SourceFile, offset: number): ts.Node {
  let found: ts.Node = source
  for (let next: ts.Node | undefined = source; next;) {
    found = next
    next = found.forEachChild((child) => (child.pos <= offset && offset < child.end ? child : undefined))
  }
  return found
}

function declaredOf(node: ts.Declaration, name: string): Declared {
  const parent = node.parent as (ts.Node & { readonly name?: { readonly text?: string }; readonly members?: unknown }) | undefined
  const container = parent?.members ? parent.name?.text : undefined
  return {
    file: node.getSourceFile().fileName,
    start: node.getStart(),
    end: node.getEnd(),
    name,
    ...(container !== undefined && { container }),
  }
}
