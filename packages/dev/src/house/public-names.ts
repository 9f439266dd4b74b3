/** The exported declarations of a module, with whether each has a docstring. */
import ts from 'typescript'
import { textOf } from './files.ts'

/** Names that a module exports and that nothing documents; `module` stands for the first line of the file itself. */
export function undocumentedNames(path: string, text = textOf(path)): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true)
  const names = source.statements
    .filter(isExportedDeclaration)
    .filter((node) => ts.getJSDocCommentsAndTags(node).length === 0 && !isOverload(node))
  const missing = [...new Set(names.map((node) => `${path}: ${nameOf(node)}`))]
  return /^(?:#!.*\n)?\/\*\*/u.test(text) ? missing : [`${path}: module`, ...missing]
}

/** A later signature of a function whose first one is documented. */
function isOverload(node: ts.Statement): boolean {
  if (!ts.isFunctionDeclaration(node) || !ts.isSourceFile(node.parent)) return false
  const first = node.parent.statements.find((other) => ts.isFunctionDeclaration(other) && other.name?.text === node.name?.text)
  return first !== undefined && first !== node && ts.getJSDocCommentsAndTags(first).length > 0
}

function isExportedDeclaration(node: ts.Statement): boolean {
  if (ts.isExportDeclaration(node) || ts.isExportAssignment(node)) return false
  return ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
}

function nameOf(node: ts.Statement): string {
  if (ts.isVariableStatement(node)) return node.declarationList.declarations.map(({ name }) => name.getText()).join(', ')
  const { name } = node as ts.DeclarationStatement
  return name?.getText() ?? 'default'
}
