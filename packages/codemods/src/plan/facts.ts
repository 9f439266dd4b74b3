/** What the project knows of expressions in one of its files: its index first, then TypeScript. */
import { Effects, graphHost, neverRejects } from '@offloop/analysis'
import type { CallSite, Graph, Node, Project } from '@offloop/analysis'
import type { Facts } from '../file-codemod.ts'
import { Sources } from '../rewrite/source.ts'
import { expressOf, handlerFacts } from './handler-facts.ts'
import { TypeOracle } from './oracle.ts'
import { typeProgramsOf } from './type-programs.ts'

/** Answers by file; the index and the types are opened at the first question. */
export function projectFacts(project: Project, tsconfig?: string): (file: string) => Facts {
  let oracle: TypeOracle | undefined
  const types = (): TypeOracle =>
    (oracle ??= new TypeOracle({
      files: project.files(),
      text: (file) => project.text(file),
      programs: typeProgramsOf(project, tsconfig),
    }))
  const sources = new Sources(project)
  let known: Effects | undefined
  const effects = (): Effects =>
    (known ??= new Effects(
      graphHost(project.graph(), {
        open: (file) => sources.of(file),
        isBuiltin: (file, { start, end }) => isBuiltin(types(), file, start, end),
      }),
    ))
  return (file) => ({
    get effects() {
      return effects()
    },
    isArray: ({ start, end }) => types().isArray(file, start, end) === true,
    isText: ({ start, end }) => types().kindOf(file, start, end) === 'string',
    isDefined: ({ start, end }) => types().isDefined(file, start, end),
    isPromise: ({ start, end }) => types().isPromise(file, start, end),
    // of plain JavaScript the types are mostly unknown, and asking for them costs more than they tell
    isPlain: ({ start, end }) => /\.[cm]?tsx?$/u.test(file) && types().isPlain(file, start, end),
    givesPromise: (call) => givesPromise(project.graph(), file, call),
    handler: (fn) => handlerFacts(project.graph(), file, fn),
    parametersOf: (call, index) => parametersOf(project.graph(), file, call, index),
    express: () => expressOf(project.graph()),
    calleeOf: (call) => calleeOf(project, sources, file, call),
    neverRejects: (call) => {
      const site = siteOf(project.graph(), file, call)
      return site !== undefined && neverRejects(site, project.graph())
    },
  })
}

function isBuiltin(types: TypeOracle, file: string, start: number, end: number): boolean {
  return types.isArray(file, start, end) === true || types.kindOf(file, start, end) !== undefined || types.isPrimitive(file, start, end)
}

/** All that the call can mean are async functions of the project. */
function givesPromise(graph: Graph, file: string, call: Node): boolean {
  const site = siteOf(graph, file, call)
  const targets = site ? graph.calleeTargets(site) : []
  return targets.length > 0 && targets.every((each) => each.t === 'fn' && each.node.summary.isAsync)
}

function siteOf(graph: Graph, file: string, { start, end }: Node): CallSite | undefined {
  const call = graph.summaries.get(file)?.calls.find((each) => each.start === start && each.end === end)
  const fn = call && graph.functionsOf(file)[call.fn]
  return call && fn && { file, fn, call }
}

/** The most parameters of all functions that an argument can mean. */
function parametersOf(graph: Graph, file: string, call: Node, index: number): number | undefined {
  const value = siteOf(graph, file, call)?.call.args[index]
  const targets = value ? graph.targets(file, value) : []
  if (targets.length === 0) return undefined
  const counts = targets.map((each) => (each.t === 'fn' ? each.node.summary.params.length : undefined))
  return counts.includes(undefined) ? undefined : Math.max(...counts.map(Number))
}

function calleeOf(project: Project, sources: Sources, file: string, call: Node): Node | undefined {
  const graph = project.graph()
  const site = siteOf(graph, file, call)
  const [target, ...others] = site ? graph.calleeTargets(site) : []
  return target?.t === 'fn' && others.length === 0 ? sources.of(target.node.file).functionNode(target.node) : undefined
}
