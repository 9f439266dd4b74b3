/** cls-hooked and continuation-local-storage: namespaces by name, wherever they are made or asked for. */
import type { Graph, Node } from '@offloop/analysis'
import type { Source } from '../rewrite/source.ts'
import { moduleNameOf } from './module-names.ts'
import { constantIn, textOf } from './static-text.ts'
import type { Follower, Followed } from './followed.ts'
import { keyedStore } from './keyed-store.ts'
import type { Declaration } from './keyed-store.ts'
import { keyedUse } from './keyed-uses.ts'
import { removeStatement } from './statements.ts'
import type { KeyedUse } from './keyed-uses.ts'
import { methodOn } from './run-forms.ts'
import { Obstacles } from './store.ts'
import type { Store } from './store.ts'

const libraries = new Set(['cls-hooked', 'continuation-local-storage'])

/** A call that makes a namespace or asks for it. */
interface Maker {
  readonly source: Source
  /** The call; or the `||` of two of them. */
  readonly node: Node
  readonly name: string | undefined
  readonly isMade: boolean
  readonly library: string
  /** Local names that it mentions. */
  readonly locals: readonly string[]
}

/** The namespaces of a project; `constant` says what an imported name stands for. */
export function namespacesOf(
  sources: readonly Source[],
  follower: Follower,
  graph: Graph,
  constant: (source: Source, node: Node) => string | undefined,
): Store[] {
  const makers = sources
    .filter(({ text }) => /cls-hooked|continuation-local-storage/.test(text))
    .flatMap((each) => makersIn(each, constant))
  const obstacles = new Obstacles()
  const unnamed = makers.find((each) => each.name === undefined)
  if (unnamed)
    obstacles.add(
      'dynamic-namespace',
      'a namespace is asked for by a name that is not a text in the code, and may be this one',
      unnamed.source,
      unnamed.node,
    )
  for (const source of sources) {
    const other = source.nodes.find((node) => isOtherFunction(node, source))
    if (other) obstacles.add('other-method', 'a function of the library removes namespaces', source, other)
  }
  const groups = new Map<string | undefined, Maker[]>()
  for (const each of makers) groups.set(each.name, [...(groups.get(each.name) ?? []), each])
  return [...groups].map(([name, group]) => {
    const own = new Obstacles()
    own.first = obstacles.first
    return namespace(name, group, own, follower, graph, constant)
  })
}

function makersIn(source: Source, constant: (source: Source, node: Node) => string | undefined): Maker[] {
  const found: Maker[] = []
  for (const call of source.nodes) {
    if (call.type !== 'CallExpression') continue
    const callee = moduleNameOf(call.callee, source)
    if (!callee || !libraries.has(callee.module) || !/^(?:create|get)Namespace$/.test(callee.name)) continue
    const [argument] = call.arguments
    const name = argument && (textOf(argument, (node) => constantIn(source, node)) ?? constant(source, argument))
    const maker = {
      source,
      node: outermost(call),
      name,
      isMade: callee.name === 'createNamespace',
      library: callee.module,
      locals: callee.local === undefined ? [] : [callee.local],
    }
    const same = found.find((each) => each.node === maker.node)
    if (same)
      found.splice(found.indexOf(same), 1, {
        ...maker,
        isMade: true,
        locals: [...same.locals, ...maker.locals],
        name: same.name === name ? name : undefined,
      })
    else found.push(maker)
  }
  return found
}

/** `getNamespace('app') || createNamespace('app')` is one. */
function outermost(node: Node): Node {
  let at = node
  while (
    at.parent?.type === 'LogicalExpression' ||
    at.parent?.type === 'ParenthesizedExpression' ||
    at.parent?.type === 'TSNonNullExpression' ||
    at.parent?.type === 'TSAsExpression'
  ) {
    if (at.parent.type === 'LogicalExpression' && !/^(?:\|\||\?\?)$/.test(at.parent.operator)) break
    at = at.parent
  }
  return at
}

function isOtherFunction(node: Node, source: Source): boolean {
  if (node.type !== 'CallExpression') return false
  const callee = moduleNameOf(node.callee, source)
  return callee !== undefined && libraries.has(callee.module) && (callee.name === 'destroyNamespace' || callee.name === 'reset')
}

function namespace(
  name: string | undefined,
  makers: readonly Maker[],
  obstacles: Obstacles,
  follower: Follower,
  graph: Graph,
  constant: (source: Source, node: Node) => string | undefined,
): Store {
  const first = makers.find((each) => each.isMade) ?? makers[0]!
  const label = name === undefined ? 'a namespace' : `namespace ${name}`
  if (!makers.some((each) => each.isMade)) obstacles.add('not-made-here', `${label} is made by other code`, first.source, first.node)
  const uses: KeyedUse[] = []
  const declarations: Declaration[] = []
  const followed: Followed[] = []
  const passed = (source: Source, node: Node): void =>
    obstacles.add('passed-on', `${label} is passed on, and what happens to it there can't be seen`, source, node)
  const take = (source: Source, node: Node, locals: readonly string[]): void => {
    const test = testOf(source, node, locals)
    if (test) return void uses.push(test)
    const method = methodOn(node)
    if (!method?.call || method.call.optional) return passed(source, node)
    const textIn = (at: Node): string | undefined => constantIn(source, at) ?? constant(source, at)
    const use = keyedUse(
      { source, label: source.text.slice(node.start, node.end), method: method.name, call: method.call, locals, graph, textIn },
      obstacles,
    )
    if (use) uses.push(use)
  }
  for (const maker of makers) {
    const { source, node, locals } = maker
    if (methodOn(node)?.call) {
      take(source, node, locals)
      continue
    }
    const declared = declarationOf(maker)
    if (declared) declarations.push(declared)
    else if (node.parent?.type === 'AssignmentExpression' || node.parent?.type === 'ExportDefaultDeclaration') passed(source, node)
    const found = follower.from(source, node)
    followed.push(found)
    for (const each of found.lost) passed(each.source, each.node)
    for (const each of found.occurrences)
      take(
        each.source,
        each.node,
        each.holder?.type === 'Identifier' ? [each.holder.name] : each.node.type === 'Identifier' ? [each.node.name] : [],
      )
  }
  return keyedStore(
    {
      ...{ label, library: first.library, source: first.source, place: first.node, uses, declarations, obstacles },
      exports: followed.flatMap((each) => each.exports),
      imports: followed.flatMap((each) => each.imports),
      makers: [first, ...makers].map((each) => each.source),
    },
    graph,
  )
}

/** `const namespace = createNamespace('app')`, the only one of its statement. */
function declarationOf({ source, node, locals }: Maker): Declaration | undefined {
  const declarator = node.parent
  const statement = declarator?.parent
  if (declarator?.type !== 'VariableDeclarator' || declarator.id.type !== 'Identifier') return undefined
  if (statement?.type !== 'VariableDeclaration' || statement.declarations.length > 1) return undefined
  const whole = statement.parent?.type === 'ExportNamedDeclaration' ? statement.parent : statement
  return {
    source,
    statement: whole,
    isTop: whole.parent?.type === 'Program',
    write(to, definitions) {
      for (const each of locals) to.imports(source).release(each)
      if (definitions === undefined || definitions === '') removeStatement(source, whole, to.edits)
      else to.edits.replace(source.file, whole.start, whole.end, definitions)
    },
  }
}

/** `namespace && …` and `namespace ? … : …`: it is always there, once it is made. */
function testOf(source: Source, node: Node, locals: readonly string[]): KeyedUse | undefined {
  const { parent } = node
  const isAnd = parent?.type === 'LogicalExpression' && parent.operator === '&&' && parent.left === node
  const isTernary = parent?.type === 'ConditionalExpression' && parent.test === node
  if (!parent || (!isAnd && !isTernary)) return undefined
  const kept = parent.type === 'ConditionalExpression' ? parent.consequent : (parent as Node & { readonly type: 'LogicalExpression' }).right
  return {
    ...{ source, node: parent, key: undefined },
    write(to) {
      for (const each of locals) to.imports(source).release(each)
      to.edits.replace(source.file, parent.start, kept.start, '')
      if (kept.end < parent.end) to.edits.replace(source.file, kept.end, parent.end, '')
    },
  }
}
