/** Functions that are not async and give a promise on every path: one of the language, as an async function gives it. */
import type { FunctionNode, Graph, Node } from '@offloop/analysis'
import { bare, nameOf, walk } from '@offloop/analysis'
import { returnType } from '../rewrite/signature.ts'
import type { Source, Sources } from '../rewrite/source.ts'
import type { TypeOracle } from './oracle.ts'

interface GiverSearch {
  readonly graph: Graph
  readonly sources: Sources
  readonly oracle: TypeOracle
}

/** True where whoever calls the function gets such a promise for certain. A promise of a library may have more members than one of the language. */
export function givesPromise(fn: FunctionNode, search: GiverSearch, seen = new Set<FunctionNode>()): boolean {
  if (fn.summary.isGenerator || fn.summary.kind === 'module') return false
  // what a recursion gives is what the other paths give
  if (fn.summary.isAsync || seen.has(fn)) return true
  seen.add(fn)
  const source = search.sources.of(fn.file)
  const node = source.functionNode(fn)
  const type = returnType(node)
  if (type) return isPromiseType(type, source)
  if (fn.summary.isBodiless || !('body' in node)) return false
  const body = node.body as Node
  if (body.type !== 'BlockStatement') return isPromise(body, fn, search, seen)
  const given = returned(node)
  return ends(body) && given.length > 0 && given.every((each) => each !== undefined && isPromise(each, fn, search, seen))
}

/** Whether all that could be called in the place of a method gives one, too. */
export function familyGivesPromises(fn: FunctionNode, search: GiverSearch): boolean {
  return [fn, ...search.graph.family(fn)].every((each) => givesPromise(each, search))
}

function isPromiseType(type: Node, source: Source): boolean {
  return type.type === 'TSTypeReference' && type.typeName.type === 'Identifier' && isGlobal(type.typeName, 'Promise', source)
}

function isGlobal(node: Node, name: string, source: Source): boolean {
  return node.type === 'Identifier' && node.name === name && source.scopes.lookup(name, node) === undefined
}

/** What the `return` statements of a function give, `undefined` for one that gives nothing. */
function returned(fn: Node): (Node | undefined)[] {
  const found: (Node | undefined)[] = []
  walk(fn, (node) => {
    if (node !== fn && /Function/.test(node.type)) return false
    if (node.type === 'ReturnStatement') found.push(node.argument ?? undefined)
    return undefined
  })
  return found
}

/** True where a statement never lets the next one run. */
function ends(node: Node | null | undefined): boolean {
  switch (node?.type) {
    case 'ReturnStatement':
    case 'ThrowStatement':
      return true
    case 'BlockStatement':
      return node.body.some(ends)
    case 'IfStatement':
      return ends(node.consequent) && ends(node.alternate)
    case 'TryStatement':
      return ends(node.finalizer) || (ends(node.block) && (!node.handler || ends(node.handler.body)))
    case 'SwitchStatement':
      return (
        node.cases.some((each) => each.test === null) &&
        ends(node.cases.at(-1)!.consequent.at(-1)) &&
        node.cases.every((each) => each.consequent.length === 0 || ends(each.consequent.at(-1)))
      )
    default:
      return false
  }
}

function isPromise(value: Node, fn: FunctionNode, search: GiverSearch, seen: Set<FunctionNode>): boolean {
  const node = bare(value)
  const source = search.sources.of(fn.file)
  const isOne = (each: Node): boolean => isPromise(each, fn, search, seen)
  switch (node.type) {
    case 'ConditionalExpression':
      return isOne(node.consequent) && isOne(node.alternate)
    case 'LogicalExpression':
      return node.operator !== '&&' && isOne(node.left) && isOne(node.right)
    case 'SequenceExpression':
      return isOne(node.expressions.at(-1)!)
    case 'NewExpression':
      return isGlobal(node.callee, 'Promise', source)
    case 'Identifier': {
      const init = constantValue(node, source)
      return init !== undefined && isOne(init)
    }
    case 'CallExpression':
      return isPromiseCall(node, fn, search, seen)
    default:
      return false
  }
}

/** What a `const` is set to. */
function constantValue(name: Node & { type: 'Identifier' }, source: Source): Node | undefined {
  const id = source.scopes.lookup(name.name, name)
  const start = id === undefined ? undefined : source.scopes.declarations[id]!.start
  const declarator = source.nodes.find(
    (each) => each.type === 'VariableDeclarator' && each.id.type === 'Identifier' && each.id.start === start,
  )
  if (declarator?.type !== 'VariableDeclarator' || declarator.parent?.type !== 'VariableDeclaration') return undefined
  return declarator.parent.kind === 'const' ? (declarator.init ?? undefined) : undefined
}

const makers = new Set(['all', 'allSettled', 'any', 'race', 'reject', 'resolve'])
const chained = new Set(['catch', 'finally', 'then'])
/** Functions of Node's promise modules that give a promise: some give an iterator or an object. */
const ofNode =
  /^node:(fs\/promises (?!watch$|glob$)\w+|timers\/promises set(Timeout|Immediate)|stream\/promises \w+|fs promises\.(?!watch$|glob$)\w+)$/

function isPromiseCall(node: Node & { type: 'CallExpression' }, fn: FunctionNode, search: GiverSearch, seen: Set<FunctionNode>): boolean {
  const source = search.sources.of(fn.file)
  const callee = bare(node.callee)
  if (node.optional || (callee.type === 'MemberExpression' && callee.optional)) return false
  const name = callee.type === 'MemberExpression' ? nameOf(callee.property, callee.computed) : undefined
  if (callee.type === 'MemberExpression' && name !== undefined) {
    if (makers.has(name) && isGlobal(callee.object, 'Promise', source)) return true
    if (chained.has(name) && isPromise(callee.object, fn, search, seen)) return true
  }
  const call = search.graph.summaries.get(fn.file)!.calls.find((each) => each.start === node.start && each.end === node.end)
  const targets = call ? search.graph.calleeTargets({ file: fn.file, fn, call }) : []
  if (targets.length > 0 && targets.every((each) => each.t === 'fn')) return targets.every(({ node: to }) => givesPromise(to, search, seen))
  if (targets.length > 0 && targets.every((each) => each.t === 'external' && ofNode.test(`${each.module} ${each.path}`))) return true
  if (isGlobal(callee, 'fetch', source)) return true
  if (targets.some((each) => each.t === 'external' && each.path === 'promisify()')) return isPlainlyPromisified(callee, source)
  // nothing else of the language and of Node that is called so gives one
  if (targets.length > 0 && targets.every((each) => each.t === 'global' || (each.t === 'external' && each.module.startsWith('node:'))))
    return false
  const named = callee.type === 'MemberExpression' ? callee.property : callee
  // the inferred result of a function of the project may leave out that it gives nothing at times
  return search.oracle.declared(fn.file, named.start) === 'external' && search.oracle.isPromise(fn.file, node.start, node.end)
}

/** `promisify(fs.readFile)`: the promises of `exec` and `execFile` have a child, too. */
function isPlainlyPromisified(callee: Node, source: Source): boolean {
  const made = callee.type === 'Identifier' ? constantValue(callee, source) : callee
  return made !== undefined && !/\bexec(File)?\b/.test(source.text.slice(made.start, made.end))
}
