/** Which files can have other types after an edit: those that are changed, those that import them, and so on up. */
import { ts } from 'ts-morph'

/** TypeScript keeps the specifiers of a file's imports, but does not declare so. */
type WithImports = ts.SourceFile & { readonly imports?: readonly ts.StringLiteralLike[] }

/** True for the files that a change of `changed` can reach: all, where one of them declares something for all. */
export function reachedFrom(program: ts.Program, changed: ReadonlySet<string>): (source: ts.SourceFile) => boolean {
  const checker = program.getTypeChecker()
  const importers = new Map<string, string[]>()
  for (const source of program.getSourceFiles()) {
    if (changed.has(source.fileName) && isGlobal(source)) return () => true
    const { imports } = source as WithImports
    if (!imports) return () => true
    for (const specifier of imports) {
      for (const declaration of checker.getSymbolAtLocation(specifier)?.declarations ?? []) {
        const target = declaration.getSourceFile().fileName
        const known = importers.get(target)
        if (known) known.push(source.fileName)
        else importers.set(target, [source.fileName])
      }
    }
  }
  const reached = new Set(changed)
  for (const file of reached) for (const each of importers.get(file) ?? []) reached.add(each)
  return (source) => reached.has(source.fileName)
}

/** A script, whose names all files see, or a module that adds to what all see. */
function isGlobal(source: ts.SourceFile): boolean {
  return !ts.isExternalModule(source) || source.statements.some((each) => ts.isModuleDeclaration(each) && isAugmentation(each))
}

function isAugmentation(declaration: ts.ModuleDeclaration): boolean {
  return ts.isStringLiteral(declaration.name) || (declaration.flags & ts.NodeFlags.GlobalAugmentation) !== 0
}
