/** What a name in a file stands for: a whole module, or one of its exports, by `import` or `require`. */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils'

/** A name that stands for a module. */
export interface WholeBinding {
  readonly kind: 'whole'
  readonly local: string
  readonly module: string
}

/** A name that stands for an export of a module. */
export interface PartBinding {
  readonly kind: 'part'
  readonly local: string
  readonly imported: string
  readonly module: string
  readonly source: TSESTree.StringLiteral
  readonly statement: TSESTree.ImportDeclaration | TSESTree.VariableDeclaration
  /** `{ a, b as c }`: the one element, and all of them in order. */
  readonly element: TSESTree.Node
  readonly siblings: readonly TSESTree.Node[]
  /** The statement brings nothing but these elements. */
  readonly isSole: boolean
  /** The name is used once in the file. */
  readonly isOnlyUse: boolean
}

/** Either. */
export type Binding = WholeBinding | PartBinding

/** The binding that `name` resolves to from `scope`, if an import or a top-level `require` made it. */
export function bindingOf(from: TSESLint.Scope.Scope, name: string): Binding | undefined {
  for (let scope: TSESLint.Scope.Scope | null = from; scope; scope = scope.upper) {
    const variable = scope.set.get(name)
    if (variable) return bindingOfVariable(variable)
  }
  return undefined
}

function bindingOfVariable(variable: TSESLint.Scope.Variable): Binding | undefined {
  const [definition] = variable.defs
  if (!definition || variable.defs.length > 1) return undefined
  const uses = usesOf(variable)
  const { node } = definition
  if (node.type === 'ImportDefaultSpecifier' || node.type === 'ImportNamespaceSpecifier') {
    const declaration = node.parent as TSESTree.ImportDeclaration
    return { kind: 'whole', local: variable.name, module: declaration.source.value }
  }
  if (node.type === 'ImportSpecifier') {
    const statement = node.parent as TSESTree.ImportDeclaration
    if (statement.importKind === 'type' || node.importKind === 'type' || node.imported.type !== 'Identifier') return undefined
    const siblings = statement.specifiers.filter((specifier) => specifier.type === 'ImportSpecifier')
    return {
      ...{ kind: 'part', local: variable.name, imported: node.imported.name, module: statement.source.value, source: statement.source },
      ...{ statement, element: node, siblings, isSole: siblings.length === statement.specifiers.length, isOnlyUse: uses === 1 },
    }
  }
  return node.type === 'VariableDeclarator' ? bindingOfRequire(variable.name, node, uses) : undefined
}

const counted = new WeakMap<TSESLint.Scope.Variable, number>()

function usesOf(variable: TSESLint.Scope.Variable): number {
  let uses = counted.get(variable)
  if (uses === undefined) counted.set(variable, (uses = variable.references.filter((reference) => !reference.init).length))
  return uses
}

function bindingOfRequire(local: string, node: TSESTree.VariableDeclarator, uses: number): Binding | undefined {
  const statement = node.parent
  const source = requiredBy(node.init)
  if (!source || statement.parent.type !== 'Program' || statement.declarations.length > 1) return undefined
  if (node.id.type === 'Identifier') return { kind: 'whole', local, module: source.value }
  if (node.id.type !== 'ObjectPattern') return undefined
  const siblings = node.id.properties
  const element = siblings.find(
    (property) => property.type === 'Property' && property.value.type === 'Identifier' && property.value.name === local,
  )
  if (element?.type !== 'Property' || element.key.type !== 'Identifier') return undefined
  return {
    ...{ kind: 'part', local, imported: element.key.name, module: source.value, source },
    ...{ statement, element, siblings, isSole: true, isOnlyUse: uses === 1 },
  }
}

function requiredBy(node: TSESTree.Expression | null): TSESTree.StringLiteral | undefined {
  if (node?.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.callee.name !== 'require') return undefined
  const [source] = node.arguments
  return source?.type === 'Literal' && typeof source.value === 'string' ? (source as TSESTree.StringLiteral) : undefined
}
