/** What the project knows of expressions in one of its files: its index first, then TypeScript. */
import { Effects, graphHost } from '@offloop/analysis'
import type { Graph, Node, Project } from '@offloop/analysis'
import type { Facts } from '../file-codemod.ts'
import { Sources } from '../rewrite/source.ts'
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
  })
}

function isBuiltin(types: TypeOracle, file: string, start: number, end: number): boolean {
  return types.isArray(file, start, end) === true || types.kindOf(file, start, end) !== undefined || types.isPrimitive(file, start, end)
}

/** All that the call can mean are async functions of the project. */
function givesPromise(graph: Graph, file: string, { start, end }: Node): boolean {
  const call = graph.summaries.get(file)?.calls.find((each) => each.start === start && each.end === end)
  const fn = call && graph.functionsOf(file)[call.fn]
  if (!call || !fn) return false
  const targets = graph.calleeTargets({ file, fn, call })
  return targets.length > 0 && targets.every((each) => each.t === 'fn' && each.node.summary.isAsync)
}
