/** What a parent of a class or interface that lies outside the project says of a member. */
import { ts } from 'ts-morph'

/** `none`: it has no such member. `awaited`: its own may give a promise, so whoever calls it awaits it. `sync`: its own gives its value at once. */
export type Inherited = 'none' | 'awaited' | 'sync'

/** Answers for one parent of the class or interface around `node`; `undefined` where that is of unknown type, or may have members that its type hides. */
export function inheritedMember(node: ts.Node, parent: number, name: string, checker: ts.TypeChecker): Inherited | undefined {
  const owner = ts.findAncestor(node, (each) => ts.isClassLike(each) || ts.isInterfaceDeclaration(each))
  if (!owner || !(ts.isClassLike(owner) || ts.isInterfaceDeclaration(owner))) return undefined
  const named = (owner.heritageClauses ?? []).flatMap(({ token, types }) => types.map((type) => ({ token, type })))[parent]
  if (!named) return undefined
  const type = checker.getTypeAtLocation(named.type)
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Never) || !isOnlyInstalled(type.getSymbol()?.declarations))
    return undefined
  const member = checker.getPropertyOfType(type, name)
  if (member) {
    if (!isOnlyInstalled(member.declarations)) return undefined
    return mayGivePromise(checker.getTypeOfSymbolAtLocation(member, named.type)) ? 'awaited' : 'sync'
  }
  // types need not tell of what a class calls on itself
  const isInherited = ts.isClassLike(owner) && named.token === ts.SyntaxKind.ExtendsKeyword
  return isInherited && name.startsWith('_') ? undefined : 'none'
}

/** Declared by a package that is installed or by the language, not by what a build wrote of another package of the workspace. */
function isOnlyInstalled(declarations: readonly ts.Declaration[] | undefined): boolean {
  return declarations?.every((each) => each.getSourceFile().fileName.includes('/node_modules/')) === true
}

function mayGivePromise(type: ts.Type): boolean {
  const signatures = (type.isUnion() ? type.types : [type]).flatMap((each) => each.getCallSignatures())
  return (
    signatures.length > 0 &&
    signatures.every((each) => {
      const given = each.getReturnType()
      return (given.isUnion() ? given.types : [given]).some((part) => part.getProperty('then') !== undefined)
    })
  )
}
