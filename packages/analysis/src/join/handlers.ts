/** Where the served loop enters the project: functions that frameworks call. */
import type { Catalog, Handler } from '@offloop/catalog'
import type { LoopRoot } from '../ask/finding.ts'
import type { CallSummary, FileSummary, Value } from '../summarise/summary.ts'
import { calledMembers } from './called-members.ts'
import { exportedHandlers } from './exported-handlers.ts'
import { placeOf } from './graph.ts'
import { isThreadHost } from './hosts.ts'
import type { FunctionNode, Target } from './target.ts'
import type { Targets } from './targets.ts'

/** What is asked to find handlers. */
export interface HandlerSearch {
  readonly summaries: ReadonlyMap<string, FileSummary>
  readonly nodes: ReadonlyMap<string, readonly FunctionNode[]>
  readonly targets: Targets
  readonly catalog: Catalog
  /** Installed major of a module. */
  readonly versions: (module: string, file?: string) => number | undefined
  readonly roots: Map<FunctionNode, LoopRoot>
  readonly registrars: Set<FunctionNode>
  /** A file's path below the project's root, with `/`. */
  readonly relative: (file: string) => string
}

const verbs = new Set(['get', 'post', 'put', 'patch', 'delete', 'del', 'head', 'options', 'all', 'use'])
const hooks = new Set(['addHook', 'setErrorHandler', 'setNotFoundHandler'])
const routeKeys = new Set([
  'handler',
  'preHandler',
  'onRequest',
  'preParsing',
  'preValidation',
  'preSerialization',
  'onSend',
  'onResponse',
  'handle',
])

/** Marks the functions that frameworks, timers and listeners call as roots of the graph. */
export function findHandlers(search: HandlerSearch): void {
  const inUse = frameworksInUse(search)
  const known = inUse.filter((each) => each.methods.length > 0)
  const byFile = inUse.filter((each) => each.exports)
  for (const [file, summary] of search.summaries) {
    for (const { handler, name, value } of exportedHandlers(search.relative(file), summary, byFile)) {
      for (const { node, isWrapped } of functionsIn(file, [value], search.targets, handler))
        addRoot(search.roots, node, handler, name, isWrapped)
    }
    for (const call of summary.calls) {
      // What only a developer's server does is no server's work.
      if (call.args.length === 0 || call.guard === 'development') continue
      const handler = registration(file, call, search, known)
      if (!handler) continue
      if (!handler.isAnytime) search.registrars.add(search.nodes.get(file)![call.fn]!)
      for (const { node, isWrapped } of functionsIn(file, call.args, search.targets, handler))
        addRoot(search.roots, node, handler, handler.offloadsSync ? node.summary.name : routeName(call, handler), isWrapped)
    }
    for (const cls of summary.classes) {
      for (const { handler, names } of calledMembers(file, cls, search)) {
        for (const name of names) {
          for (const value of Object.hasOwn(cls.members, name) ? cls.members[name]! : [])
            if (value.k === 'fn') addRoot(search.roots, search.nodes.get(file)![value.fn]!, handler, `${cls.name}.${name}`, false)
        }
      }
    }
    for (const node of search.nodes.get(file)!) {
      for (const decorator of node.summary.decorators) {
        const handler = decoratorHandler(file, decorator, search)
        if (handler) addRoot(search.roots, node, handler, node.summary.name, false)
      }
    }
  }
}

function addRoot(roots: Map<FunctionNode, LoopRoot>, fn: FunctionNode, handler: Handler, name: string, isWrapped: boolean): void {
  const known = roots.get(fn)
  if (known?.kind === 'handler' && (isWrapped || !known.isWrapped)) return
  roots.set(fn, {
    ...{ kind: 'handler', name, framework: handler.framework, place: placeOf(fn), handler: handler.id },
    ...(isWrapped && { isWrapped }),
  })
}

/** A function that is registered. */
interface Registered {
  readonly node: FunctionNode
  /** It stands in a call among the arguments. */
  readonly isWrapped: boolean
}

/** Frameworks that any file imports, or that are found by files and installed, in order of the catalogue: they say whom an untyped `app.get('/x', …)` belongs to. */
function frameworksInUse(search: HandlerSearch): Handler[] {
  const imported = new Set<string>()
  for (const summary of search.summaries.values()) for (const each of summary.imports) imported.add(each.specifier)
  const byFile = new Set(search.catalog.handlers.flatMap((each) => (each.exports ? [each.module] : [])))
  const modules = [...new Set(search.catalog.handlers.map((each) => each.module))].filter(
    (each) => imported.has(each) || imported.has(each.replace(/^node:/, '')) || (byFile.has(each) && search.versions(each) !== undefined),
  )
  return modules.flatMap((module) => search.catalog.handlersOf(module, search.versions(module)))
}

function registration(file: string, call: CallSummary, search: HandlerSearch, known: readonly Handler[]): Handler | undefined {
  for (const target of search.targets.of(file, call.callee)) {
    if (target.t !== 'external') continue
    const handler = handlerOfPath(target, search, file)
    if (handler) return handler
    return undefined
  }
  if (call.callee.k !== 'member' || search.targets.of(file, call.callee).some((each) => each.t === 'fn')) return undefined
  const isRoute = verbs.has(call.name) && (call.text?.startsWith('/') === true || call.text === '*') && call.args.length > 1
  const isHook = hooks.has(call.name)
  const isRouteObject = call.name === 'route' && isObject(call.args[0])
  if (!isRoute && !isHook && !isRouteObject) return undefined
  const found = known.find((each) => each.methods.includes(call.name))
  // Which major it is, the package around this file says.
  return (
    found && search.catalog.handlersOf(found.module, search.versions(found.module, file)).find((each) => each.methods.includes(call.name))
  )
}

function isObject(value: Value | undefined): boolean {
  return value?.k === 'object' || (value?.k === 'either' && value.values.some(isObject))
}

/** A registration is a method of an application, or of what such a method gives back: `app.get(…).post(…)`, `router.route('/x').get(…)`. */
const registrationPath = /^(?<maker>[^()#]*)(?<kind>\(\)|#)(?:\.?\w+(?:\(\))?[.#])*\.?(?<name>\w+)$/

function handlerOfPath(target: Target & { t: 'external' }, search: HandlerSearch, file: string): Handler | undefined {
  const candidates = search.catalog.handlersOf(target.module, search.versions(target.module, file))
  const { maker = '', kind, name } = registrationPath.exec(target.path)?.groups ?? {}
  if (name === undefined) {
    const dot = target.path.lastIndexOf('.')
    const [holder, last] = [target.path.slice(0, Math.max(dot, 0)), target.path.slice(dot + 1) || 'default']
    return candidates.find(
      (each) =>
        (each.functions.includes(last) && (holder === '' || holder === 'default')) ||
        (each.methods.includes(last) && (each.receivers.includes(holder) || each.receiverTypes.includes(holder))),
    )
  }
  const made = kind === '#' ? `new ${maker || 'default'}()` : `${maker}()`
  const receivers = [made, made.replace(/^default\./, '')]
  return candidates.find(
    (each) =>
      each.methods.includes(name) && (each.receiverTypes.includes(maker) || receivers.some((known) => each.receivers.includes(known))),
  )
}

function decoratorHandler(file: string, decorator: Value, search: HandlerSearch): Handler | undefined {
  const callee = decorator.k === 'call' ? decorator.of : decorator
  for (const target of search.targets.of(file, callee)) {
    if (target.t !== 'external') continue
    const found = search.catalog
      .handlersOf(target.module, search.versions(target.module, file))
      .find((each) => each.decorators.includes(target.path))
    if (found) return found
  }
  return undefined
}

function functionsIn(file: string, args: readonly Value[], targets: Targets, handler: Handler): Registered[] {
  const keys = new Set([...handler.optionKeys, ...routeKeys])
  const trees = new Set(handler.optionTrees)
  const found: Registered[] = []
  const visit = (
    value: Value,
    from: string,
    depth: number,
    isWrapped: boolean,
    isTree = false,
    isOffloaded = handler.offloadsSync === true,
  ): void => {
    if (depth > 4) return
    for (const target of targets.of(from, value)) {
      if (target.t === 'fn') {
        const { isBodiless, isAsync } = target.node.summary
        if (!isBodiless && (isAsync || !isOffloaded)) found.push({ node: target.node, isWrapped })
      } else if (target.t === 'list') for (const each of target.items) visit(each, target.file, depth + 1, isWrapped, isTree, isOffloaded)
      else if (target.t === 'object')
        for (const [key, held] of Object.entries(target.props)) {
          const isBranch = isTree || trees.has(key)
          if (isBranch || keys.has(key)) visit(held, target.file, depth + 1, isWrapped, isBranch, isOffloaded)
        }
    }
    // a wrapper of the project or of a package: `asyncHandler(async (req, res) => …)`
    if (value.k !== 'call') return
    const goesToThread =
      isOffloaded || targets.of(from, value.of).some((each) => each.t === 'external' && isThreadHost(each.module, each.path))
    for (const each of value.args)
      if (each.k === 'fn' || each.k === 'binding' || each.k === 'member') visit(each, from, depth + 1, true, false, goesToThread)
  }
  for (const arg of args) visit(arg, file, 0, false, handler.exports !== undefined)
  return found
}

function routeName(call: CallSummary, handler: Handler): string {
  if (call.text !== undefined && verbs.has(call.name))
    return call.name === 'use' ? `middleware ${call.text}` : `${call.name.toUpperCase()} ${call.text}`
  if (call.name === 'use') return `${handler.framework} middleware`
  if (call.text !== undefined) return `${call.name} ${call.text}`
  return `${handler.framework} ${call.name}`
}
