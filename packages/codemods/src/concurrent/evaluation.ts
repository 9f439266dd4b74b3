/** Can evaluating an expression throw? With `Promise.all`, what was started before would then be left without anybody who looks at it. */
import { bare } from '@offloop/analysis'
import type { Node } from '@offloop/analysis'
import { ownNodes } from './surroundings.ts'
import type { Call, Surroundings } from './surroundings.ts'

/** What is known to be an object since a member of it was read, and which calls went well, by their texts. */
export interface Proven {
  readonly objects: ReadonlySet<string>
  readonly calls: readonly Call[]
}

/** What has been evaluated once these expressions have. */
export function provenBy(expressions: readonly Node[], { text }: Surroundings): Proven {
  const objects = new Set<string>()
  const calls: Call[] = []
  for (const expression of expressions) {
    for (const node of ownNodes(expression)) {
      if (isConditional(node, expression)) continue
      if (node.type === 'MemberExpression' && !node.optional) objects.add(text(bare(node.object)))
      if (node.type === 'CallExpression') calls.push(node)
    }
  }
  return { objects, calls }
}

/** The arguments of the call that is awaited, and of the steps behind it, can't throw; nor can it, as it is async. */
export function startsSafely(promise: Node, call: Call, proven: Proven, surroundings: Surroundings): boolean {
  if (surroundings.effectOfCall(call).isAsync !== true) return false
  const parts: Node[] = []
  for (let at: Node = bare(promise); at.type === 'CallExpression';) {
    parts.push(...at.arguments)
    if (at === call) break
    const callee = bare(at.callee)
    if (callee.type !== 'MemberExpression') return false
    at = bare(callee.object)
  }
  return parts.every((each) => isSafe(each, proven, surroundings))
}

function isSafe(expression: Node, proven: Proven, surroundings: Surroundings): boolean {
  const node = bare(expression)
  const all = (nodes: readonly (Node | null)[]): boolean => nodes.every((each) => !each || isSafe(each, proven, surroundings))
  if (expression.type === 'AwaitExpression') return false
  switch (node.type) {
    case 'Literal':
    case 'Identifier':
    case 'ThisExpression':
    case 'MetaProperty':
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      return true
    case 'TemplateLiteral':
      return all(node.expressions)
    case 'ArrayExpression':
      return node.elements.every((each) => each?.type !== 'SpreadElement') && all(node.elements)
    case 'ObjectExpression':
      return node.properties.every((each) => (each.type === 'SpreadElement' ? all([each.argument]) : !each.computed && all([each.value])))
    case 'UnaryExpression':
      return node.operator !== 'delete' && node.operator !== '-' && node.operator !== '~' && all([node.argument])
    case 'LogicalExpression':
      return all([node.left, node.right])
    case 'BinaryExpression':
      return /^(?:[=!]==?|[<>]=?|\+)$/u.test(node.operator) && all([node.left, node.right])
    case 'ConditionalExpression':
      return all([node.test, node.consequent, node.alternate])
    case 'MemberExpression':
      return (
        all([node.object, node.computed ? node.property : null]) && (node.optional === true || isObject(node.object, proven, surroundings))
      )
    case 'CallExpression':
      return isSafeCall(node, proven, surroundings)
    case 'NewExpression':
      return isSafeConstruction(node, surroundings)
    default:
      return false
  }
}

/** Neither null nor undefined: a member of it can be read. */
function isObject(expression: Node, { objects }: Proven, { source, facts, text }: Surroundings): boolean {
  const node = bare(expression)
  if (/^(?:ThisExpression|MetaProperty|Literal|TemplateLiteral|ArrayExpression|ObjectExpression)$/u.test(node.type)) return true
  if (objects.has(text(node))) return true
  if (node.type === 'Identifier') {
    const id = source.scopes.lookup(node.name, node)
    if (id === undefined) return node.name !== 'undefined'
    const { start } = source.scopes.declarations[id]!
    const isImported = source.program.body.some((each) => each.type === 'ImportDeclaration' && each.start <= start && start < each.end)
    const init = source.scopes.declarators.get(id)
    const isConstant = init?.parent?.type === 'VariableDeclaration' && init.parent.kind === 'const' && init.id.type === 'Identifier'
    if (isImported || (isConstant && init.init && /^(?:Object|Array|New|Function|ArrowFunction)Expression$/u.test(bare(init.init).type)))
      return true
  }
  if (node.type === 'MemberExpression' && text(node) === 'process.env') return true
  return facts.isDefined(node)
}

const texts = new Set(['join', 'resolve', 'normalize', 'dirname', 'basename', 'extname', 'relative'])

/** `join(folder, 'a.txt')` with texts; the same function with arguments that it took before. */
function isSafeCall(node: Call, proven: Proven, surroundings: Surroundings): boolean {
  const { text, source } = surroundings
  if (!node.arguments.every((each) => each.type !== 'SpreadElement' && isSafe(each, proven, surroundings))) return false
  const callee = bare(node.callee)
  if (callee.type === 'Identifier' && /^(?:String|Number|Boolean|encodeURIComponent)$/u.test(callee.name))
    return source.scopes.lookup(callee.name, callee) === undefined && callee.name !== 'encodeURIComponent'
  if (text(callee) === 'process.cwd') return true
  const name =
    callee.type === 'Identifier'
      ? callee.name
      : callee.type === 'MemberExpression' && callee.property.type === 'Identifier'
        ? callee.property.name
        : ''
  if (surroundings.effectOfCall(node).kind !== 'pure') return false
  const before = proven.calls.filter((each) => text(bare(each.callee)) === text(callee)).flatMap((each) => each.arguments.map(text))
  const isKnown = (each: Node): boolean => isText(each, surroundings) || before.includes(text(each))
  return (texts.has(name) || before.length > 0) && node.arguments.every(isKnown)
}

/** A text for certain. */
function isText(expression: Node, { source, facts, text }: Surroundings): boolean {
  const node = bare(expression)
  if (node.type === 'TemplateLiteral' || (node.type === 'Literal' && typeof node.value === 'string')) return true
  if (node.type === 'Identifier' && /^__(?:dir|file)name$/u.test(node.name)) return true
  if (/^import\.meta\.(?:dirname|filename|url)$|^process\.cwd\(\)$/u.test(text(node))) return true
  if (node.type === 'Identifier') {
    const declarator = source.declarator(node)
    const isConstant = declarator?.parent?.type === 'VariableDeclaration' && declarator.parent.kind === 'const'
    if (isConstant && declarator?.id.type === 'Identifier' && declarator.init && isTextMaker(bare(declarator.init))) return true
  }
  return facts.isText(node)
}

/** `join(…)` gave a text where it gave anything. */
function isTextMaker(node: Node): boolean {
  if (node.type === 'TemplateLiteral' || (node.type === 'Literal' && typeof node.value === 'string')) return true
  if (node.type !== 'CallExpression') return false
  const callee = bare(node.callee)
  const name =
    callee.type === 'MemberExpression' && callee.property.type === 'Identifier'
      ? callee.property.name
      : callee.type === 'Identifier'
        ? callee.name
        : ''
  return (
    name === 'fileURLToPath' || name === 'String' || (texts.has(name) && !/^(?:Array|Promise)/u.test(name) && callee.type === 'Identifier')
  )
}

/** `new URL('./a.json', import.meta.url)`. */
function isSafeConstruction(node: Node & { readonly type: 'NewExpression' }, { text }: Surroundings): boolean {
  const [specifier, base] = node.arguments
  return text(node.callee) === 'URL' && specifier?.type === 'Literal' && base !== undefined && text(base) === 'import.meta.url'
}

/** Not evaluated whenever the expression is. */
function isConditional(node: Node, root: Node): boolean {
  for (let at: Node = node; at !== root && at.parent; at = at.parent) {
    const { parent } = at
    if (/Function/u.test(parent.type)) return true
    if (parent.type === 'LogicalExpression' && parent.right === at) return true
    if (parent.type === 'ConditionalExpression' && parent.test !== at) return true
    if (parent.type === 'ChainExpression') return true
  }
  return false
}

/** Every expression that ran before a statement in its list. */
export function expressionsBefore(statement: Node, list: readonly Node[]): Node[] {
  const found: Node[] = []
  for (const each of list.slice(0, list.indexOf(statement))) {
    if (each.type === 'ExpressionStatement') found.push(each.expression)
    if (each.type === 'VariableDeclaration') found.push(...each.declarations.flatMap(({ init }) => init ?? []))
    if (each.type === 'IfStatement') found.push(each.test)
  }
  return found
}
