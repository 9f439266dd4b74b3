/** Functions used as values: bound, assigned, held in tables, handed out. Are all calls of them known? */
import type { CallSite, FunctionNode, Node, Target, UseSummary } from '@offloop/analysis'
import { isExports, nameOf } from '@offloop/analysis'
import type { Obstacle } from '../rewrite/await.ts'
import { outer } from '../rewrite/source.ts'
import type { CallerSearch } from './callers.ts'

/** A bound function that gets a name, is called at once or handed to a call is followed like the function itself. */
export function boundObstacle(fn: FunctionNode, { file, call }: CallSite, { sources }: CallerSearch): Obstacle | undefined {
  const { parent, child } = outer(sources.of(file).callNode(call))
  const isFollowed =
    (parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier') ||
    parent?.type === 'CallExpression' ||
    (parent?.type === 'AssignmentExpression' && parent.left.type === 'Identifier' && parent.right === child)
  return isFollowed ? undefined : { reason: 'escapes', message: `${fn.summary.name} is bound with ${call.calleeText} and kept` }
}

/** What a mention of a function that is no call of it means for its calls. */
export function fromUse(fn: FunctionNode, file: string, use: UseSummary, search: CallerSearch): Obstacle | undefined {
  const { line, value } = use
  const inspected = inspectedObstacle(fn, file, use, search)
  if (inspected) return inspected
  switch (use.context.as) {
    case 'alias':
    case 'export':
      return assignedObstacle(fn, search.sources.of(file).nodeAt(use), file, search)
    case 'object':
      return computedKeyObstacle(fn, search.sources.of(file).nodeAt(use))
    case 'receiver':
    case 'type':
      return undefined
    case 'argument': {
      // a call takes it: linked as a callback edge where the index saw which call
      const linked = search.graph.callers(fn).some((edge) => edge.kind === 'callback' && edge.site.file === file)
      return linked || search.graph.roots.has(fn)
        ? undefined
        : { reason: 'escapes', message: `${fn.summary.name} is handed on in line ${line}` }
    }
    default: {
      const node = search.sources.of(file).nodeAt(use)
      const isKnown = (value.k === 'member' && isAccess(value)) || isTested(node) || (isElement(node) && search.containers.isNamed(fn))
      return isKnown ? undefined : { reason: 'escapes', message: `${fn.summary.name} is used as a value in line ${line}` }
    }
  }
}

function isAccess(value: UseSummary['value'] & { k: 'member' }): boolean {
  return value.name === 'length' || value.name === 'name'
}

/** Calls that look at a function and do not run it. */
const inspectors =
  /^(String|Object\.(getPrototypeOf|getOwnProperty\w+)|((util|utils)\.)?types\.isAsyncFunction|Function\.prototype\.toString\.call)$/

/** Its text, its class or its prototype, which an async function has others of or none. */
function inspectedObstacle(fn: FunctionNode, file: string, use: UseSummary, { sources }: CallerSearch): Obstacle | undefined {
  const source = sources.of(file)
  const node = source.nodeAt(use)
  if (!node) return undefined
  const { parent, child } = outer(node)
  const reflection = {
    reason: 'reflection',
    message: `line ${use.line} looks at ${fn.summary.name} itself, which would be another kind of function`,
  }
  switch (parent?.type) {
    case 'MemberExpression': {
      if (parent.object !== child) return undefined
      const member = nameOf(parent.property, parent.computed)
      if (member === 'prototype')
        return { reason: 'constructor', message: `${fn.summary.name} has a prototype of its own: it is used with new` }
      return member === 'constructor' || member === 'toString' ? reflection : undefined
    }
    case 'BinaryExpression':
      if (parent.operator !== 'instanceof') return undefined
      return parent.left === child ? reflection : { reason: 'constructor', message: `${fn.summary.name} is asked for its instances` }
    case 'TemplateLiteral':
      return reflection
    case 'CallExpression': {
      const callee = source.text.slice(parent.callee.start, parent.callee.end)
      if (parent.callee === child || !inspectors.test(callee)) return undefined
      return reflection
    }
    default:
      return undefined
  }
}

/** A function literal that is neither called, named, handed to a known host nor a member has gone where nobody can follow. */
export function literalObstacle(fn: FunctionNode, search: CallerSearch, isRoot: boolean, hasCallers: boolean): Obstacle | undefined {
  if (isRoot || fn.summary.isBodiless) return undefined
  const node = search.sources.of(fn.file).functionNode(fn)
  if (node.type !== 'FunctionExpression' && node.type !== 'ArrowFunctionExpression') return undefined
  const assigned = assignedObstacle(fn, node, fn.file, search) ?? computedKeyObstacle(fn, node)
  if (assigned || hasCallers) return assigned
  const { parent } = outer(node)
  switch (parent?.type) {
    case 'VariableDeclarator':
    case 'AssignmentExpression':
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
    case 'ExportDefaultDeclaration':
    case 'TSExportAssignment':
      return undefined
    case 'CallExpression':
    case 'NewExpression':
      return parent.callee === node || search.graph.callers(fn).length > 0
        ? undefined
        : { reason: 'unknown-callee', message: 'what the call does with this callback is unknown' }
    default:
      return parent?.type === 'ArrayExpression' && search.containers.isNamed(fn)
        ? undefined
        : { reason: 'escapes', message: `${fn.summary.name} is handed out as a value` }
  }
}

/** `if (render)`, `render ? … : …`, `render && …`, `!render`: is there a function at all? */
function isTested(node: Node | undefined): boolean {
  if (!node) return false
  const { parent, child } = outer(node)
  switch (parent?.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
      return parent.test === child
    case 'LogicalExpression':
      return parent.left === child && parent.operator === '&&'
    case 'UnaryExpression':
      return parent.operator === '!' || parent.operator === 'typeof'
    default:
      return false
  }
}

/** An element of an array literal. */
function isElement(node: Node | undefined): boolean {
  return node !== undefined && outer(node).parent?.type === 'ArrayExpression'
}

/** `socket.onmessage = load`, `require.extensions['.txt'] = load`, `hooks[name] = load`: who calls it then is unknown. */
function assignedObstacle(fn: FunctionNode, value: Node | undefined, file: string, search: CallerSearch): Obstacle | undefined {
  const { parent, child } = value ? outer(value) : { parent: undefined, child: undefined }
  if (parent?.type !== 'AssignmentExpression' || parent.right !== child || parent.left.type !== 'MemberExpression') return undefined
  const { left } = parent
  const isComputed = left.computed && left.property.type !== 'Literal'
  if (isComputed && isExports(left.object, search.sources.of(file).scopes))
    return { reason: 'dynamic-export', message: `${fn.summary.name} is exported under a name that is not known before it runs` }
  if (!isComputed && !isForeign(left.object, file, search)) return undefined
  return { reason: 'escapes', message: `${fn.summary.name} is assigned to a member of an object that other code may call` }
}

/** `{ [name]: load }`: a call through the object can't be told from others. */
function computedKeyObstacle(fn: FunctionNode, value: Node | undefined): Obstacle | undefined {
  const { parent, child } = value ? outer(value) : { parent: undefined, child: undefined }
  if (parent?.type !== 'Property' || parent.value !== child || !parent.computed || nameOf(parent.key, true) !== undefined) return undefined
  return { reason: 'escapes', message: `${fn.summary.name} is held under a name that is not known before it runs` }
}

/** An object of the language, of a package, or of nobody knows whom. */
function isForeign(object: Node, file: string, { graph, sources }: CallerSearch): boolean {
  let root = object
  while (root.type === 'MemberExpression') root = root.object
  if (root.type !== 'Identifier') return root.type === 'CallExpression'
  // `module.exports = require('fs')`: what is assigned to it then is assigned to the library
  if (root.name === 'exports' || root.name === 'module') return graph.exported(file, '=').some(isOutside)
  const id = sources.of(file).scopes.lookup(root.name, root)
  if (id === undefined) return true
  return graph.targets(file, { k: 'binding', id }).some(isOutside)
}

function isOutside(target: Target): boolean {
  return target.t === 'external' || target.t === 'global'
}
