/** Calls whose callee the index could not resolve, with the reason as far as the summaries tell, and how many there are. */
import type { CallSite, Graph } from '../join/graph.ts'
import type { Target } from '../join/target.ts'
import type { CallSummary, Value } from '../summarise/summary.ts'

/**
 * Why a callee is unknown. `parameter`: a parameter for which no caller passes a function that the index knows. `unknown-receiver`: a member of a value of which
 * nothing is known. `no-member`: the receiver is known, but not a member of that name. `computed-member`: `list[i]()`. `import-leads-nowhere`: no such file
 * in the project. `no-export`: the file is there, the name is not. `unknown-result`: what another call gave back. `no-value`: a name to which nothing
 * is assigned that the index can follow (`any` among them). `expression`: anything else.
 */
export type UnknownReason =
  | 'parameter'
  | 'unknown-receiver'
  | 'no-member'
  | 'computed-member'
  | 'import-leads-nowhere'
  | 'no-export'
  | 'unknown-result'
  | 'no-value'
  | 'expression'

/** A call with an unknown callee. */
export interface UnknownCall {
  readonly site: CallSite
  readonly reason: UnknownReason
  /** What the reason is about: the receiver's reason for members, a specifier, a name. */
  readonly about?: string
  /** The project has one method of that name, and the call is taken for it. */
  readonly isGuessed: boolean
}

/** How much of a project the index knows. `calls` = `resolved` + `external` + `guessed` + `unknown`. */
export interface ProjectCounts {
  readonly files: number
  /** Functions with a body, without the top levels of modules. */
  readonly functions: number
  readonly calls: number
  /** Calls of functions and classes of the project. */
  readonly resolved: number
  /** Calls of packages, of Node and of globals. */
  readonly external: number
  /** Calls on unknown values, taken for the project's only method of that name. */
  readonly guessed: number
  readonly unknown: number
  /** Member names of unknown calls, the most frequent first. */
  readonly unknownMembers: readonly { readonly name: string; readonly count: number }[]
}

/** What the callee of a call is for the index. */
export function kindOfCallee(targets: readonly Target[]): 'resolved' | 'external' | 'unknown' {
  if (targets.some((each) => each.t === 'fn' || each.t === 'class')) return 'resolved'
  return targets.some((each) => each.t === 'external' || each.t === 'global') ? 'external' : 'unknown'
}

/** Undefined for calls whose callee is known. */
export function unknownCall(graph: Graph, site: CallSite): UnknownCall | undefined {
  if (kindOfCallee(graph.calleeTargets(site)) !== 'unknown' || site.call.callee.k === 'super') return undefined
  const isGuessed = graph.callees(site.fn).some((edge) => edge.isGuess && edge.site.call === site.call)
  return { site, isGuessed, ...reasonOf(graph, site.file, site.call.callee) }
}

/** Counts over the whole project, with the `most` frequent names of unknown members. */
export function projectCounts(graph: Graph, most = 10): ProjectCounts {
  const guessed = new Set<CallSummary>()
  let functions = 0
  for (const fn of graph.functions()) {
    if (fn.summary.kind !== 'module' && !fn.summary.isBodiless) functions++
    for (const edge of graph.callees(fn)) if (edge.isGuess) guessed.add(edge.site.call)
  }
  const sums = { calls: 0, resolved: 0, external: 0, guessed: 0, unknown: 0 }
  const members = new Map<string, number>()
  for (const [file, summary] of graph.summaries) {
    for (const call of summary.calls) {
      sums.calls++
      const kind = call.callee.k === 'super' ? 'resolved' : kindOfCallee(graph.targets(file, call.callee))
      sums[guessed.has(call) ? 'guessed' : kind]++
      if (kind === 'unknown' && !guessed.has(call) && call.callee.k === 'member')
        members.set(call.callee.name, (members.get(call.callee.name) ?? 0) + 1)
    }
  }
  const unknownMembers = [...members]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
    .slice(0, most)
  return { files: graph.summaries.size, functions, ...sums, unknownMembers }
}

type Reason = Pick<UnknownCall, 'reason' | 'about'>

function reasonOf(graph: Graph, file: string, value: Value, depth = 0): Reason {
  if (depth > 12) return { reason: 'expression' }
  const below = (inner: Value): Reason => reasonOf(graph, file, inner, depth + 1)
  const isKnown = (inner: Value): boolean => graph.targets(file, inner).length > 0
  switch (value.k) {
    case 'param': {
      const { params, name } = graph.functionsOf(file)[value.fn]!.summary
      return { reason: 'parameter', about: `\`${params[value.index] ?? 'one'}\` of \`${name}\`` }
    }
    case 'binding': {
      const { name, values } = graph.summaries.get(file)!.bindings[value.id]!
      const first = values[0]
      if (!first) return { reason: 'no-value', about: `\`${name}\`` }
      return below(first)
    }
    case 'import': {
      const found = graph.resolve(file, value.specifier)
      if (!found) return { reason: 'import-leads-nowhere', about: `\`${value.specifier}\`` }
      return { reason: 'no-export', about: `\`${value.name === '=' ? 'module.exports' : value.name}\` of \`${value.specifier}\`` }
    }
    case 'member':
      if (isKnown(value.of)) return { reason: 'no-member', about: `\`${value.name}\`` }
      return { reason: 'unknown-receiver', about: phraseOf(below(value.of)) }
    case 'item':
      return isKnown(value.of) ? { reason: 'computed-member' } : { reason: 'computed-member', about: phraseOf(below(value.of)) }
    case 'call':
    case 'new':
      return { reason: 'unknown-result', ...(value.of.k === 'member' && { about: `\`${value.of.name}()\`` }) }
    case 'either':
      return below(value.values[0]!)
    case 'instance':
      return { reason: 'no-value', ...('name' in value.of && { about: `of the type \`${value.of.name}\`` }) }
    default:
      return { reason: 'expression' }
  }
}

const words: Readonly<Record<UnknownReason, string>> = {
  parameter: 'a parameter',
  'unknown-receiver': 'a member of an unknown value',
  'no-member': 'a member that the index does not see',
  'computed-member': 'a computed member',
  'import-leads-nowhere': 'an import that leads to no file of the project',
  'no-export': 'a name that its module does not export',
  'unknown-result': 'what a call gave back',
  'no-value': 'a name to which the index sees nothing assigned (typed `any`, or assigned out of sight)',
  expression: 'an expression that the index does not follow',
}

/** A reason as a phrase: "a parameter (`cb` of `run`)", "a member of what a call gave back (`open()`)". */
export function phraseOf({ reason, about }: Reason): string {
  if (about === undefined) return words[reason]
  if (reason === 'unknown-receiver') return `a member of ${about}`
  return reason === 'computed-member' ? `a computed member of ${about}` : `${words[reason]} (${about})`
}
