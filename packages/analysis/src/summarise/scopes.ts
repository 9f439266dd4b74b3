/** Which declaration a name refers to: lexical scopes of one file, and numbers for its functions, classes and bindings. */
import type { Node, ParsedFile } from '../parse/file.ts'
import { walk } from '../parse/walk.ts'

/** A declared name, with the nodes that say what it may hold. */
export interface Declaration {
  readonly id: number
  readonly name: string
  readonly start: number
}

/** The numbered functions, classes and bindings of a file, and the look-up of names. */
export interface Scopes {
  readonly functions: readonly Node[]
  readonly classes: readonly Node[]
  readonly declarations: readonly Declaration[]
  functionIndex(node: Node): number | undefined
  classIndex(node: Node): number | undefined
  /** The function in which a node stands; 0 = the module's top level. */
  enclosing(node: Node): number
  /** The binding is declared at the module's top level. */
  isTopLevel(id: number): boolean
  /** The binding that `name` means at `node`. */
  lookup(name: string, node: Node): number | undefined
}

type Scope = Map<string, number>

const functionTypes = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'TSDeclareFunction',
  'TSEmptyBodyFunctionExpression',
  'StaticBlock',
  'TSMethodSignature',
])
const blockTypes = new Set([
  'BlockStatement',
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'SwitchStatement',
  'CatchClause',
  'TSModuleBlock',
])

/** True for nodes whose code runs as a function of its own. */
export function isFunctionNode(node: Node): boolean {
  if (functionTypes.has(node.type)) return true
  if (node.type === 'TSPropertySignature') return node.typeAnnotation?.typeAnnotation.type === 'TSFunctionType'
  return isFieldInitialiser(node)
}

/** True for the value of a class field that is no function itself: it runs while an instance is constructed. */
export function isFieldInitialiser(node: Node): boolean {
  const parent = node.parent
  return (
    (parent?.type === 'PropertyDefinition' || parent?.type === 'AccessorProperty') &&
    parent.value === node &&
    node.type !== 'FunctionExpression' &&
    node.type !== 'ArrowFunctionExpression'
  )
}

/** Numbers what a file declares. Two passes: declarations first, as functions and `var` are hoisted. */
export function buildScopes(parsed: ParsedFile): Scopes {
  const functions: Node[] = [parsed.program]
  const classes: Node[] = []
  const functionNumbers = new Map<Node, number>([[parsed.program, 0]])
  const classNumbers = new Map<Node, number>()
  const declarations: Declaration[] = []
  const scopes = new Map<Node, Scope>([[parsed.program, new Map()]])

  const scopeAbove = (node: Node, functionOnly: boolean): Scope => {
    for (let at = node.parent; at; at = at.parent) {
      const scope = scopes.get(at)
      if (scope && (!functionOnly || functionNumbers.has(at) || at.type === 'TSModuleBlock')) return scope
    }
    return scopes.get(parsed.program)!
  }
  const declare = (name: string, start: number, scope: Scope): void => {
    if (scope.has(name)) return
    scope.set(name, declarations.length)
    declarations.push({ id: declarations.length, name, start })
  }
  const declarePattern = (pattern: Node, scope: Scope): void => {
    for (const identifier of identifiersOf(pattern)) declare(identifier.name, identifier.start, scope)
  }

  walk(parsed.program, (node) => {
    if (isFunctionNode(node)) {
      functionNumbers.set(node, functions.length)
      functions.push(node)
      scopes.set(node, new Map())
    } else if (blockTypes.has(node.type)) scopes.set(node, new Map())
    switch (node.type) {
      case 'ClassDeclaration':
      case 'ClassExpression':
      case 'TSInterfaceDeclaration':
        classNumbers.set(node, classes.length)
        classes.push(node)
        if (node.type === 'ClassExpression') {
          scopes.set(node, new Map())
          if (node.id) declare(node.id.name, node.id.start, scopes.get(node)!)
        } else if (node.id) declare(node.id.name, node.id.start, scopeAbove(node, false))
        break
      case 'FunctionDeclaration':
      case 'TSDeclareFunction':
        if (node.id) declare(node.id.name, node.id.start, scopeAbove(node, false))
        break
      case 'FunctionExpression':
        if (node.id) declare(node.id.name, node.id.start, scopes.get(node)!)
        break
      case 'VariableDeclaration':
        for (const each of node.declarations) declarePattern(each.id, scopeAbove(node, node.kind === 'var'))
        break
      case 'ImportDeclaration':
        for (const each of node.specifiers) declare(each.local.name, each.local.start, scopes.get(parsed.program)!)
        break
      case 'TSImportEqualsDeclaration':
        declare(node.id.name, node.id.start, scopeAbove(node, false))
        break
      case 'TSEnumDeclaration':
      case 'TSTypeAliasDeclaration':
        declare(node.id.name, node.id.start, scopeAbove(node, false))
        break
      case 'CatchClause':
        if (node.param) declarePattern(node.param, scopes.get(node)!)
        break
    }
    if ('params' in node && Array.isArray(node.params) && scopes.has(node) && node.type !== 'TSMethodSignature') {
      for (const param of node.params as Node[]) declarePattern(param, scopes.get(node)!)
    }
  })

  const topLevel = new Set(scopes.get(parsed.program)!.values())
  return {
    functions,
    classes,
    declarations,
    functionIndex: (node) => functionNumbers.get(node),
    classIndex: (node) => classNumbers.get(node),
    enclosing(node) {
      // the call in `size = statSync('x')` is the initialiser itself
      if (isFieldInitialiser(node)) return functionNumbers.get(node)!
      for (let at = node.parent; at; at = at.parent) {
        const index = functionNumbers.get(at)
        if (index !== undefined) return index
      }
      return 0
    },
    isTopLevel: (id) => topLevel.has(id),
    lookup(name, node) {
      for (let at: Node | null | undefined = node; at; at = at.parent) {
        const id = scopes.get(at)?.get(name)
        if (id !== undefined) return id
      }
      return undefined
    },
  }
}

/** The identifiers that a pattern binds. */
export function identifiersOf(pattern: Node): { name: string; start: number }[] {
  switch (pattern.type) {
    case 'Identifier':
      return [{ name: pattern.name, start: pattern.start }]
    case 'ObjectPattern':
      return pattern.properties.flatMap((each) => identifiersOf(each.type === 'RestElement' ? each.argument : each.value))
    case 'ArrayPattern':
      return pattern.elements.flatMap((each) => (each ? identifiersOf(each) : []))
    case 'AssignmentPattern':
      return identifiersOf(pattern.left)
    case 'RestElement':
      return identifiersOf(pattern.argument)
    case 'TSParameterProperty':
      return identifiersOf(pattern.parameter)
    default:
      return []
  }
}
