/** Functions held in objects, arrays and Maps: where such a container is mentioned, and whether all that leaves it can be followed. */
import type { CallSite, FunctionNode, Graph, Node, Target, UseSummary, Value } from '@offloop/analysis'
import type { Obstacle } from '../rewrite/await.ts'
import { outer } from '../rewrite/source.ts'
import type { Sources } from '../rewrite/source.ts'
import { objectViews } from '../testing/mock-makers.ts'

/** A mention of a container. */
interface Mention {
  readonly file: string
  readonly use: UseSummary
  /** An array or a Map, whose methods give elements; a member of an object is followed by its name. */
  readonly isList: boolean
}

/** A call outside the project that is given a container. */
interface Handover {
  readonly site: CallSite
  readonly isProxy: boolean
}

/** How deep containers within containers are looked into. */
const maxDepth = 4
/** They look at the keys, or give back what they are given, which the index follows. */
const harmless = /^(console\..+|Object\.(keys|hasOwn|assign|freeze|seal)|Array\.isArray|Map|Set)$/
const adders = new Set(['push', 'unshift', 'set', 'add'])
const keepers = new Set(['has', 'keys', 'includes', 'indexOf', 'delete', 'clear', 'hasOwnProperty', ...adders])
const getters = new Set(['get', 'at'])
/** Methods whose callback's parameter the index knows as an element. */
const callers = /^(forEach|map|flatMap|some|every|reduce|reduceRight)$/

/** Looks at every container of the project once. */
export class Containers {
  readonly #mentions = new Map<FunctionNode, Mention[]>()
  readonly #handovers = new Map<FunctionNode, Handover>()
  /** By function in an object: who gives that to callers outside the project. */
  readonly #makers = new Map<FunctionNode, FunctionNode>()

  constructor(graph: Graph) {
    for (const [file, summary] of graph.summaries) {
      for (const use of summary.uses) {
        const held = containersOf(graph.targets(file, use.value))
        const mention = { file, use, isList: held.some((each) => each.t === 'list') }
        for (const fn of functionsIn(held, graph)) {
          const list = this.#mentions.get(fn)
          if (list) list.push(mention)
          else this.#mentions.set(fn, [mention])
        }
      }
      for (const call of summary.calls) {
        const site = { file, call, fn: graph.functionsOf(file)[call.fn]! }
        const callee = graph.calleeTargets(site)
        if (callee.some((each) => each.t === 'fn' || each.t === 'class') || isHarmless(call, callee)) continue
        const isProxy = callee.some((each) => each.t === 'global' && each.path === 'Proxy')
        for (const value of call.args) {
          for (const fn of functionsIn(containersOf(graph.targets(file, value)), graph))
            if (!this.#handovers.has(fn)) this.#handovers.set(fn, { site, isProxy })
        }
      }
      for (const maker of graph.functionsOf(file)) {
        if (maker.summary.returns.length === 0 || !isCalledOutside(maker, graph)) continue
        const given = maker.summary.returns.flatMap((value) => containersOf(graph.targets(file, value)))
        for (const fn of functionsIn(given, graph)) if (graph.callers(fn).length === 0) this.#makers.set(fn, maker)
      }
    }
  }

  /** The call outside the project that is given a container with this function. */
  handover(fn: FunctionNode): CallSite | undefined {
    return this.#handovers.get(fn)?.site
  }

  /** True where a container with this function has a name, so that its mentions can be looked at. */
  isNamed(fn: FunctionNode): boolean {
    return this.#mentions.has(fn)
  }

  /** Why calls of a function that a container holds can't all be known. */
  obstacle(fn: FunctionNode, sources: Sources): Obstacle | undefined {
    const given = this.#handovers.get(fn)
    if (given)
      return given.isProxy
        ? { reason: 'host-sync', message: `${fn.summary.name} is a trap of a Proxy, which uses its result at once` }
        : { reason: 'escapes', message: `${fn.summary.name} is handed to ${given.site.call.calleeText} in an object` }
    const maker = this.#makers.get(fn)
    if (maker)
      return {
        reason: 'unknown-caller',
        message: `${maker.summary.name} gives ${fn.summary.name} to whoever calls it, and nothing that the index sees does`,
      }
    for (const { file, use, isList } of this.#mentions.get(fn) ?? []) {
      const node = sources.of(file).nodeAt(use)
      if (node && !isFollowed(node, isList))
        return { reason: 'escapes', message: `${fn.summary.name} is in a table that is used as a whole in line ${use.line}` }
    }
    return undefined
  }
}

/** A plugin, a rule, a factory: what it returns is for the tool that loads it. */
function isCalledOutside(fn: FunctionNode, graph: Graph): boolean {
  const { kind, name } = fn.summary
  return (
    kind !== 'module' &&
    !graph.roots.has(fn) &&
    graph.callers(fn).length === 0 &&
    !graph.unknownCalls.has(name.slice(name.lastIndexOf('.') + 1))
  )
}

function isHarmless({ name, calleeText }: CallSite['call'], callee: readonly Target[]): boolean {
  return adders.has(name) || objectViews.test(calleeText) || callee.some((each) => each.t === 'global' && harmless.test(each.path))
}

function containersOf(targets: readonly Target[]): Target[] {
  return targets.filter((each) => each.t === 'object' || each.t === 'list' || (each.t === 'owner' && !each.onPrototype))
}

function functionsIn(containers: readonly Target[], graph: Graph, depth = 0, found = new Set<FunctionNode>()): Set<FunctionNode> {
  for (const each of containers) {
    if (each.t !== 'object' && each.t !== 'list' && each.t !== 'owner') continue
    for (const value of valuesIn(each)) {
      const targets = graph.targets(each.file, value)
      for (const target of targets) if (target.t === 'fn') found.add(target.node)
      if (depth < maxDepth) functionsIn(containersOf(targets), graph, depth + 1, found)
    }
  }
  return found
}

function valuesIn(container: Target & { t: 'object' | 'list' | 'owner' }): readonly Value[] {
  if (container.t === 'list') return container.items
  if (container.t === 'object') return Object.values(container.props)
  // what belongs to a prototype is called on instances
  return Object.entries(container.binding.props).flatMap(([name, values]) => (name.startsWith('#') ? [] : values))
}

/** True where the index sees what becomes of what is taken out of the container here. */
function isFollowed(mention: Node, isList: boolean): boolean {
  const { parent, child } = outer(mention)
  switch (parent?.type) {
    case 'MemberExpression':
      return parent.object !== child || isFollowedMember(parent, isList)
    case 'ForOfStatement':
      return parent.right === child && isPlainDeclaration(parent.left)
    case 'BinaryExpression':
      return parent.operator === 'in' && parent.right === child
    case 'UnaryExpression':
    case 'IfStatement':
      return true
    case 'ConditionalExpression':
    case 'LogicalExpression':
      return isFollowed(parent, isList)
    case 'ChainExpression':
    case 'AwaitExpression':
      return isFollowed(parent, isList)
    case 'SpreadElement':
      return parent.parent?.type === 'ObjectExpression'
    case 'ArrayExpression':
      return false
    // names, exports, other containers, calls (which have been looked at) and results of functions are followed by the index
    default:
      return true
  }
}

function isFollowedMember(member: Node & { type: 'MemberExpression' }, isList: boolean): boolean {
  const name = !member.computed && member.property.type === 'Identifier' ? member.property.name : undefined
  if (member.computed && !(member.property.type === 'Literal' && typeof member.property.value === 'string')) return isTaken(member)
  const call = outer(member).parent
  if (!isList || call?.type !== 'CallExpression' || call.callee !== outer(member).child || name === undefined) return true
  if (getters.has(name)) return isTaken(call)
  return keepers.has(name) || callers.test(name) || (name === 'values' && isFollowed(call, isList))
}

/** What is taken out is called at once, tested, or gets a name, whose mentions are looked at in turn. */
function isTaken(node: Node): boolean {
  const { parent, child } = outer(node)
  switch (parent?.type) {
    case 'ChainExpression':
      return isTaken(parent)
    case 'CallExpression':
      return parent.callee === child
    case 'VariableDeclarator':
      return parent.id.type === 'Identifier'
    case 'AssignmentExpression':
      return parent.left === child || parent.left.type === 'Identifier'
    case 'LogicalExpression':
      return parent.left === child && parent.operator === '&&' ? true : isTaken(parent)
    case 'ConditionalExpression':
      return parent.test === child || isTaken(parent)
    case 'IfStatement':
    case 'UnaryExpression':
    case 'BinaryExpression':
      return true
    case 'MemberExpression':
      // `table[name].render(…)`, `handlers.get(name).call(…)`
      return parent.object === child
    default:
      return false
  }
}

function isPlainDeclaration(left: Node): boolean {
  return left.type === 'VariableDeclaration' && left.declarations[0]?.id.type === 'Identifier'
}
