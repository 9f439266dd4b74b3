/** Which declaration a name refers to: lexical scopes of one file, and numbers for its functions, classes and bindings. */
import type { Node, ParsedFile } from '../parse/file.ts'
import type { Value } from './summary.ts'

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
  /** What expressions were found to be. One map per file: a weak one for all files made the garbage collector go over all of it, again and again. */
  readonly values: Map<Node, Value>
  /** `return` statements with an argument by the function that they leave, in source order. */
  readonly returns: ReadonlyMap<number, readonly (Node & { type: 'ReturnStatement' })[]>
  /** Where a variable is declared, by binding. */
  readonly declarators: ReadonlyMap<number, Node & { type: 'VariableDeclarator' }>
}

/** The names that a node declares, with the scope around it: from there on up nobody has to climb the tree. */
interface Scope {
  readonly names: Map<string, number>
  readonly above: Scope | undefined
  /** The function to whose text the scope belongs. */
  readonly fn: number
  /** `var` is declared here. */
  readonly isHoisting: boolean
}

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
  const { type } = node
  if (functionTypes.has(type)) return true
  if (node.type === 'TSPropertySignature') return node.typeAnnotation?.typeAnnotation.type === 'TSFunctionType'
  return isFieldInitialiser(node)
}

/** True for the value of a class field that is no function itself: it runs while an instance is constructed. */
export function isFieldInitialiser(node: Node): boolean {
  const parent = node.parent
  const type = parent?.type
  return (
    (type === 'PropertyDefinition' || type === 'AccessorProperty') &&
    (parent as { value?: Node | null }).value === node &&
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
  const top: Scope = { names: new Map(), above: undefined, fn: 0, isHoisting: true }
  const scopes = new Map<Node, Scope>([[parsed.program, top]])
  const declarators = new Map<number, Node & { type: 'VariableDeclarator' }>()
  const returns = new Map<number, (Node & { type: 'ReturnStatement' })[]>()

  /** The scope at a node or around it. */
  const scopeOf = (node: Node | null | undefined): Scope => {
    for (let at = node; at; at = at.parent) {
      const scope = scopes.get(at)
      if (scope) return scope
    }
    return top
  }
  const open = (node: Node): void => {
    const above = scopeOf(node.parent)
    const own = functionNumbers.get(node)
    scopes.set(node, {
      ...{ names: new Map<string, number>(), above },
      ...{ fn: own ?? above.fn, isHoisting: own !== undefined || node.type === 'TSModuleBlock' },
    })
  }
  const scopeAbove = (node: Node, functionOnly: boolean): Scope => {
    let scope = scopeOf(node.parent)
    while (functionOnly && !scope.isHoisting) scope = scope.above!
    return scope
  }
  const declare = (name: string, start: number, { names }: Scope): void => {
    if (names.has(name)) return
    names.set(name, declarations.length)
    declarations.push({ id: declarations.length, name, start })
  }
  const declarePattern = (pattern: Node, scope: Scope): void => {
    for (const identifier of identifiersOf(pattern)) declare(identifier.name, identifier.start, scope)
  }

  for (const node of parsed.nodes) {
    if (isFunctionNode(node)) {
      functionNumbers.set(node, functions.length)
      functions.push(node)
      open(node)
    } else if (blockTypes.has(node.type)) open(node)
    switch (node.type) {
      case 'ClassDeclaration':
      case 'ClassExpression':
      case 'TSInterfaceDeclaration':
        classNumbers.set(node, classes.length)
        classes.push(node)
        if (node.type === 'ClassExpression') {
          open(node)
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
        for (const each of node.declarations) {
          const scope = scopeAbove(node, node.kind === 'var')
          declarePattern(each.id, scope)
          if (each.init) for (const { name } of identifiersOf(each.id)) declarators.set(scope.names.get(name)!, each)
        }
        break
      case 'ImportDeclaration':
        for (const each of node.specifiers) declare(each.local.name, each.local.start, top)
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
      case 'ReturnStatement': {
        if (!node.argument) break
        const { fn } = scopeOf(node)
        const known = returns.get(fn)
        if (known) known.push(node)
        else returns.set(fn, [node])
        break
      }
    }
    if ('params' in node && Array.isArray(node.params) && node.type !== 'TSMethodSignature') {
      const scope = scopes.get(node)
      if (scope) for (const param of node.params as Node[]) declarePattern(param, scope)
    }
  }

  const topLevel = new Set(top.names.values())
  return {
    functions,
    classes,
    declarations,
    functionIndex: (node) => functionNumbers.get(node),
    classIndex: (node) => classNumbers.get(node),
    enclosing(node) {
      // the call in `size = statSync('x')` is the initialiser itself
      if (isFieldInitialiser(node)) return functionNumbers.get(node)!
      return scopeOf(node.parent).fn
    },
    isTopLevel: (id) => topLevel.has(id),
    lookup(name, node) {
      for (let scope: Scope | undefined = scopeOf(node); scope; scope = scope.above) {
        const id = scope.names.get(name)
        if (id !== undefined) return id
      }
      return undefined
    },
    values: new Map(),
    returns,
    declarators,
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
