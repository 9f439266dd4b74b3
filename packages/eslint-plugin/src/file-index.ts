/** Answers of the project's index about nodes of the open file. */
import { isOffLoopFile, neverRejects } from '@offloop/analysis'
import type { CallSite, FunctionNode as IndexedFunction, Graph, LoopRoot, Project, Target } from '@offloop/analysis'
import type { TSESTree } from '@typescript-eslint/utils'
import { relative, sep } from 'node:path'
import type { FunctionNode } from './ast/functions.ts'
import { functionAround } from './ast/functions.ts'

/** A module outside the project, and the path of what is used of it: `default()`, `Database#prepare`. */
export interface External {
  readonly module: string
  readonly path: string
}

/** When code runs: while requests are served, while the program starts, in files that serve nobody, or nobody knows. */
export type When = 'loop' | 'start-up' | 'elsewhere' | 'unreached'

/** Finds the call or function of the index that a node of ESLint's tree is. */
export class FileIndex {
  readonly #project: Project
  readonly #file: string
  /** ESLint takes a byte order mark off, the index keeps it. */
  readonly #shift: number

  constructor(project: Project, file: string, shift: number) {
    this.#project = project
    this.#file = file
    this.#shift = shift
  }

  /** What a call calls, outside the project. */
  externals(call: TSESTree.Node): readonly External[] {
    return this.targets(call).filter((target) => target.t === 'external')
  }

  /** What a call calls. */
  targets(call: TSESTree.Node): readonly Target[] {
    const site = this.#siteOf(call)
    return site ? this.#project.graph().calleeTargets(site) : []
  }

  /** What the receiver of a method call is. */
  receivers(call: TSESTree.Node): readonly Target[] {
    const callee = this.#siteOf(call)?.call.callee
    return callee?.k === 'member' ? this.#project.graph().targets(this.#file, callee.of) : []
  }

  /** What an argument of a call may be. */
  argument(call: TSESTree.Node, index: number): readonly Target[] {
    const value = this.#siteOf(call)?.call.args[index]
    return value ? this.#project.graph().targets(this.#file, value) : []
  }

  /** Whether what a function returns is an async function. */
  givesAsync({ file, summary }: IndexedFunction): boolean {
    const given = summary.returns.flatMap((value) => this.#project.graph().targets(file, value))
    return given.some((target) => target.t === 'fn' && target.node.summary.isAsync)
  }

  /** The function of the index that a function of the tree is. */
  function(node: FunctionNode): IndexedFunction | undefined {
    // A method begins with its name, its function with the parameters.
    const [start] = node.parent.type === 'MethodDefinition' ? node.parent.range : node.range
    return lookupOf(this.#project.graph(), this.#file).functions.get(keyOf(start + this.#shift, node.range[1] + this.#shift))
  }

  /** Why a function runs on the loop, where the loop enters with it. */
  root(node: FunctionNode): LoopRoot | undefined {
    const fn = this.function(node)
    return fn && this.#project.reachability().roots.get(fn)
  }

  /** How a handler passes on a rejection that its framework drops; undefined where the framework handles it. */
  forwardOf(root: LoopRoot): 'next' | 'response' | undefined {
    const handler = this.#project.catalog.handlers.find(({ id }) => id === root.handler)
    return handler?.rejection === 'unhandled' ? (handler.forward ?? 'response') : undefined
  }

  /** Any file of the project imports one of these modules. */
  imports(modules: readonly string[]): boolean {
    const { imported } = factsOf(this.#project.graph())
    return modules.some((module) => imported.has(module))
  }

  /** A call of a function whose state belongs to one thread, in what an argument of `call` is or calls. */
  sensitiveCall(call: TSESTree.Node, argument: TSESTree.Node): CallSite | undefined {
    const site = this.#siteOf(call)
    const index = call.type === 'CallExpression' ? call.arguments.findIndex((each) => each === argument) : -1
    const value = site?.call.args[index]
    if (!value) return undefined
    const graph = this.#project.graph()
    const queue = graph.targets(this.#file, value).flatMap((each) => (each.t === 'fn' ? [each.node] : []))
    const seen = new Set(queue)
    for (let fn = queue.shift(); fn; fn = queue.shift()) {
      const found = graph.blocking.find((each) => each.fn === fn && each.api.threadSensitive)
      if (found) return found
      for (const { to, timing, viaParameter } of graph.callees(fn)) {
        if (seen.has(to) || viaParameter || (timing !== 'now' && timing !== 'unknown')) continue
        seen.add(to)
        queue.push(to)
      }
    }
    return undefined
  }

  /** A call of functions of the project that catch all that they await. */
  neverRejects(call: TSESTree.Node): boolean {
    const site = this.#siteOf(call)
    return site !== undefined && neverRejects(site, this.#project.graph())
  }

  /** The program listens for rejections that nobody handles, so that one does not end it. */
  handlesRejections(): boolean {
    return factsOf(this.#project.graph()).handlesRejections
  }

  /** The call that takes an async function for a sync transaction, anywhere in the project. */
  syncTransactionOf(node: FunctionNode): CallSite | undefined {
    const { syncTransactions } = this.#project.graph()
    const fn = syncTransactions.length > 0 ? this.function(node) : undefined
    return fn && syncTransactions.find((each) => each.fn === fn)?.site
  }

  /** When the code at a node runs. */
  when(node: TSESTree.Node): When {
    if (isOffLoopFile(relative(this.#project.root, this.#file).split(sep).join('/'))) return 'elsewhere'
    const { onLoop, atStartUp } = this.#project.reachability()
    const around = functionAround(node)
    const fn = around ? this.function(around) : this.#project.graph().functionsOf(this.#file)[0]
    if (!fn) return 'unreached'
    if (onLoop.has(fn)) return 'loop'
    return atStartUp.has(fn) ? 'start-up' : 'unreached'
  }

  #siteOf(node: TSESTree.Node): CallSite | undefined {
    const graph = this.#project.graph()
    const call = lookupOf(graph, this.#file).calls.get(keyOf(node.range[0] + this.#shift, node.range[1] + this.#shift))
    const fn = call && graph.functionsOf(this.#file)[call.fn]
    return call && fn && { file: this.#file, fn, call }
  }
}

/** What rules ask in many files, and what is the same in all of them. */
interface Facts {
  readonly imported: ReadonlySet<string>
  readonly handlesRejections: boolean
}

const facts = new WeakMap<Graph, Facts>()

/** Read off the summaries once for each state of the project. */
function factsOf(graph: Graph): Facts {
  let known = facts.get(graph)
  if (!known) {
    const imported = new Set<string>()
    let handlesRejections = false
    for (const { imports, calls } of graph.summaries.values()) {
      for (const { specifier, how } of imports) if (how !== 'type') imported.add(specifier)
      handlesRejections ||= calls.some(({ text, args }) => text !== undefined && rejectionEvents.has(text) && args.length > 1)
    }
    facts.set(graph, (known = { imported, handlesRejections }))
  }
  return known
}

const rejectionEvents = new Set(['unhandledRejection', 'uncaughtException'])

/** Calls and functions of a file by where they begin and end. */
interface Lookup {
  readonly calls: ReadonlyMap<string, CallSite['call']>
  readonly functions: ReadonlyMap<string, IndexedFunction>
}

const lookups = new WeakMap<Graph, Map<string, Lookup>>()

/** Made once per file and state of the project: a file may have ten thousand calls that a rule asks for. */
function lookupOf(graph: Graph, file: string): Lookup {
  let files = lookups.get(graph)
  if (!files) lookups.set(graph, (files = new Map()))
  let lookup = files.get(file)
  if (!lookup) {
    const calls = new Map(graph.summaries.get(file)?.calls.map((call) => [keyOf(call.start, call.end), call]))
    const named = graph.functionsOf(file).filter(({ summary }) => summary.kind !== 'module')
    lookup = { calls, functions: new Map(named.map((fn) => [keyOf(fn.summary.start, fn.summary.end), fn])) }
    files.set(file, lookup)
  }
  return lookup
}

function keyOf(start: number, end: number): string {
  return `${start}:${end}`
}
