/** Every mention of a name in one file, and the binding that it means: for tools that rename, move or inline. */
import type { Node, ParsedFile } from '../parse/file.ts'
import type { Scopes } from './scopes.ts'

/** A mention of a name: read, written, declared, used as a type or as a JSX element. */
export type Mention = Node & { readonly type: 'Identifier' | 'JSXIdentifier'; readonly name: string }

/** The mentions of a file. */
export interface References {
  /** All mentions, in source order. */
  readonly mentions: readonly Mention[]
  /** Mentions of a binding by its number in `Scopes.declarations`, its declaration among them. */
  of(declaration: number): readonly Mention[]
  /** The binding that a mention means; `undefined` for a name that the file doesn't declare. */
  bindingOf(mention: Mention): number | undefined
}

/** Looks every mention up. */
export function buildReferences(parsed: ParsedFile, scopes: Scopes): References {
  const mentions = parsed.nodes.filter(isMention)
  const bindings = new Map<Mention, number | undefined>()
  const byBinding = new Map<number, Mention[]>()
  for (const each of mentions) {
    const id = scopes.lookup(each.name, scopeNodeOf(each))
    bindings.set(each, id)
    if (id === undefined) continue
    const known = byBinding.get(id)
    if (known) known.push(each)
    else byBinding.set(id, [each])
  }
  return { mentions, of: (id) => byBinding.get(id) ?? [], bindingOf: (mention) => bindings.get(mention) }
}

/** A function's own name, and what a class extends, are seen from around it; a name in its body is not. */
function scopeNodeOf(mention: Mention): Node {
  const parent = mention.parent
  const isOwnName = (parent?.type === 'FunctionDeclaration' || parent?.type === 'TSDeclareFunction') && parent.id === mention
  return isOwnName ? (parent.parent ?? mention) : mention
}

/** True for an identifier that means a binding: no member, key, label or name of another module's export. */
export function isMention(node: Node): node is Mention {
  if (node.type === 'JSXIdentifier') return isElementName(node)
  if (node.type !== 'Identifier') return false
  const parent = node.parent
  switch (parent?.type) {
    case 'MemberExpression':
      return parent.object === node || parent.computed
    case 'Property':
      // the value of `{ name }` is a node of its own
      return parent.value === node || parent.computed
    case 'MethodDefinition':
    case 'PropertyDefinition':
    case 'AccessorProperty':
    case 'TSAbstractMethodDefinition':
    case 'TSAbstractPropertyDefinition':
    case 'TSAbstractAccessorProperty':
    case 'TSPropertySignature':
    case 'TSMethodSignature':
      return parent.computed || parent.key !== node
    case 'TSEnumMember':
      return parent.id !== node
    case 'TSQualifiedName':
      return parent.left === node
    case 'ImportSpecifier':
      return parent.local === node
    case 'ExportSpecifier':
      return parent.local === node && parent.parent?.type === 'ExportNamedDeclaration' && !parent.parent.source
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'MetaProperty':
    case 'ImportAttribute':
    case 'ExportAllDeclaration':
    case 'TSNamedTupleMember':
    case 'TSFunctionType':
    case 'TSConstructorType':
    case 'TSIndexSignature':
    case 'TSTypeParameter':
    case 'TSModuleDeclaration':
    case 'TSImportType':
      return false
    default:
      return true
  }
}

/** `<Page/>` and `<forms.Page/>` mention a binding; `<div/>` and the names of attributes do not. */
function isElementName(node: Node & { readonly type: 'JSXIdentifier' }): boolean {
  const parent = node.parent
  if (parent?.type === 'JSXMemberExpression') return parent.object === node
  if (parent?.type === 'JSXOpeningElement' || parent?.type === 'JSXClosingElement') return !/^[a-z]/u.test(node.name)
  return false
}
