/** Which module an expression names: strings, and paths that are put together. */
import type { Node } from '../parse/file.ts'
import type { Scopes } from './scopes.ts'

/** A string that is known without running. */
export function stringOf(node: Node | undefined): string | undefined {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node?.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0]?.value.cooked ?? undefined
  return undefined
}

/** Load a module of the project anew, with stand-ins for what it requires or for its variables: `proxyquire('./store', { fs: stubs })`. */
const reloaders: ReadonlySet<string> = new Set(['import-fresh', 'proxyquire', 'require-inject', 'require-uncached', 'rewire'])

/** A package that loads modules of the project anew, with stand-ins. */
export function isReloaderPackage(specifier: string): boolean {
  return reloaders.has(specifier)
}

/** The specifier of `require('x')`, and of a relative one that is given to a package that requires anew. */
export function requiredModule(node: Node, scopes: Scopes): string | undefined {
  if (node.type !== 'CallExpression') return undefined
  if (node.callee.type === 'Identifier' && node.callee.name === 'require') return specifierOf(node.arguments[0], scopes)
  const text = stringOf(node.arguments[0])
  return text !== undefined && /^\.\.?\//u.test(text) && isReloader(node, scopes) ? text : undefined
}

/** The callee is such a package, or what its settings give: `require('proxyquire').noCallThru()`. */
export function isReloader({ callee }: Node & { readonly type: 'CallExpression' }, scopes: Scopes): boolean {
  let at: Node | null | undefined = callee
  for (let steps = 0; at && steps < maxDepth; steps++) {
    if (at.type === 'MemberExpression') at = at.object
    else if (at.type === 'CallExpression') {
      if (at.callee.type === 'Identifier' && at.callee.name === 'require') return reloaders.has(stringOf(at.arguments[0]) ?? '')
      at = at.callee
    } else if (at.type === 'Identifier') {
      const id = scopes.lookup(at.name, at)
      const declarator: (Node & { type: 'VariableDeclarator' }) | undefined = id === undefined ? undefined : scopes.declarators.get(id)
      at = declarator?.id.type === 'Identifier' ? declarator.init : undefined
    } else return false
  }
  return false
}

/** A specifier; one that is put together in part (`./jobs/${name}.js`, `path.join(__dirname, name)`) has `*` where it is not known. */
export function specifierOf(node: Node | undefined, scopes: Scopes): string | undefined {
  const known = stringOf(node)
  if (known !== undefined || !node) return known
  const text = patternOf(node, scopes)
  // Folders of which no name is known could be any.
  return /^(?:\.\.?\/)+(?:[^*./]|\.\w|\*[^/]*$)/u.test(text) ? text : undefined
}

/** What is known of a text without running, with `*` for the rest; paths are seen from the file's own folder. */
export function patternOf(node: Node, scopes: Scopes): string {
  return pathText(node, scopes, 0).replaceAll(/\*+/gu, '*')
}

const maxDepth = 8

/** The text of a path as seen from the file's own folder, `*` for what is known only when the program runs. */
function pathText(node: Node, scopes: Scopes, depth: number): string {
  const text = stringOf(node)
  if (text !== undefined) return text
  if (depth > maxDepth) return '*'
  const within = (inner: Node): string => pathText(inner, scopes, depth + 1)
  switch (node.type) {
    case 'Identifier': {
      if (node.name === '__dirname') return '.'
      const id = scopes.lookup(node.name, node)
      const declared = id === undefined ? undefined : scopes.declarators.get(id)
      const isConstant =
        declared?.id.type === 'Identifier' && declared.parent?.type === 'VariableDeclaration' && declared.parent.kind === 'const'
      return isConstant ? within(declared.init!) : '*'
    }
    case 'MemberExpression': {
      const name = node.property.type === 'Identifier' ? node.property.name : ''
      if (node.object.type === 'MetaProperty') return name === 'dirname' ? '.' : '*'
      return name === 'href' || name === 'pathname' ? within(node.object) : '*'
    }
    case 'TemplateLiteral':
      return node.quasis.map((each, at) => (each.value.cooked ?? '') + (node.expressions[at] ? within(node.expressions[at]) : '')).join('')
    case 'BinaryExpression':
      return node.operator === '+' ? within(node.left) + within(node.right) : '*'
    case 'NewExpression':
      return node.callee.type === 'Identifier' && node.callee.name === 'URL' && node.arguments.length === 2
        ? within(node.arguments[0]!)
        : '*'
    case 'CallExpression':
      return joined(node, within)
    default:
      return '*'
  }
}

/** `path.join(…)`, `resolve(…)`, `pathToFileURL(…)`, however they were imported. */
function joined({ callee, arguments: parts }: Node & { type: 'CallExpression' }, within: (node: Node) => string): string {
  const name = callee.type === 'MemberExpression' ? callee.property : callee
  if (name.type !== 'Identifier' || parts.length === 0) return '*'
  if (name.name === 'pathToFileURL') return within(parts[0]!)
  return name.name === 'join' || name.name === 'resolve' ? parts.map(within).join('/') : '*'
}
