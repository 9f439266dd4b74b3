/** Where a type declares what functions give: the annotation of a parameter, a property or an alias, of which no function is the only owner. */
import { ts } from 'ts-morph'

/** The type that the functions of a function type give, as a place in a file of the project. */
export interface DeclaredResult {
  readonly file: string
  readonly start: number
  readonly end: number
  readonly isVoid: boolean
  /** As it stands in a union. */
  readonly text: string
  /** Stands after `satisfies`: nobody calls through it. */
  readonly isOnlyChecked: boolean
  /** The type of the elements of a table: which of them a call means is not always known. */
  readonly isElement: boolean
  /** The name of the variable, parameter or property that it is the type of, and whether that holds one function for good. */
  readonly owner: { readonly name: string; readonly start: number; readonly isConstant: boolean } | undefined
}

/** The result that a signature declares, where it is written in a type, not at a function. */
export function declaredResult(
  declaration: ts.Node | undefined,
  checker: ts.TypeChecker,
  isOwn: (file: string) => boolean,
): DeclaredResult | undefined {
  const type = declaration && resultNode(declaration)
  const file = type?.getSourceFile()
  if (!type || !file || file.isDeclarationFile || !isOwn(file.fileName)) return undefined
  const given = checker.getTypeFromTypeNode(type)
  if (given.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Never | ts.TypeFlags.TypeParameter)) return undefined
  if ((given.isUnion() ? given.types : [given]).some((each) => each.getProperty('then') !== undefined)) return undefined
  return {
    file: file.fileName,
    start: type.getStart(),
    end: type.getEnd(),
    isVoid: (given.flags & ts.TypeFlags.Void) !== 0,
    text: ts.isFunctionTypeNode(type) || ts.isConditionalTypeNode(type) ? `(${type.getText()})` : type.getText(),
    isOnlyChecked: ts.findAncestor(type, ts.isSatisfiesExpression) !== undefined && !ts.findAncestor(type, ts.isBlock),
    isElement: ts.findAncestor(declaration.parent, isTable) !== undefined,
    owner: ownerOf(declaration),
  }
}

function resultNode(declaration: ts.Node): ts.TypeNode | undefined {
  // `@callback`
  if (ts.isJSDocSignature(declaration)) return declaration.type?.typeExpression?.type
  const isType =
    ts.isFunctionTypeNode(declaration) ||
    ts.isMethodSignature(declaration) ||
    ts.isCallSignatureDeclaration(declaration) ||
    ts.isJSDocFunctionType(declaration)
  if (!isType || !declaration.type || ts.isTypePredicateNode(declaration.type)) return undefined
  return declaration.type
}

function ownerOf(type: ts.Node): DeclaredResult['owner'] {
  let at: ts.Node = type.parent
  while (ts.isParenthesizedTypeNode(at) || ts.isUnionTypeNode(at) || ts.isJSDocTypeExpression(at)) at = at.parent
  if (ts.isJSDocTypeTag(at)) {
    const host = at.parent.parent
    const [variable] = ts.isVariableStatement(host) ? host.declarationList.declarations : []
    at = variable ?? host
  } else if (ts.isJSDocParameterTag(at)) return ts.isIdentifier(at.name) ? { name: at.name.text, start: -1, isConstant: false } : undefined
  if (!(ts.isVariableDeclaration(at) || ts.isParameter(at) || ts.isPropertySignature(at) || ts.isPropertyDeclaration(at))) return undefined
  if (!ts.isIdentifier(at.name)) return undefined
  const isConstant =
    ts.isVariableDeclaration(at) &&
    (ts.getCombinedNodeFlags(at) & ts.NodeFlags.Const) !== 0 &&
    at.initializer !== undefined &&
    ts.isFunctionLike(at.initializer)
  return { name: at.name.text, start: at.name.getStart(), isConstant }
}

function isTable(node: ts.Node): boolean | 'quit' {
  if (ts.isStatement(node) || ts.isTypeElement(node) || ts.isFunctionLike(node)) return ts.isIndexSignatureDeclaration(node) || 'quit'
  return ts.isTypeReferenceNode(node) || ts.isArrayTypeNode(node) || ts.isTupleTypeNode(node)
}
