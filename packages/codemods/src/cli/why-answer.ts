/** What `offloop why` answers, as plain data: the object that `--json` prints, and from which the text is made. */
import { calleePlace, explainCall, explainFunction, phraseOf, projectCounts } from '@offloop/analysis'
import type {
  Asked,
  BlockingBelow,
  CallExplanation,
  DeadEnd,
  Edge,
  FunctionExplanation,
  FunctionNode,
  LineContents,
  Place,
  Project,
  Route,
  UnknownCall,
} from '@offloop/analysis'
import type { At, CallAnswer, EdgeAnswer, EndAnswer, FunctionAnswer, Ref, Step, UnknownAnswer, WhyAnswer } from './why-shape.ts'
import { insteadOf } from './why-words.ts'

/** Answers for what stands on a line; at most `limit` blocking calls of each function. */
export function answerFor(project: Project, asked: Asked, contents: LineContents, file: string, line: number, limit: number): WhyAnswer {
  const { graph } = asked
  const write = new Writer(asked)
  return {
    root: project.root,
    file: asked.relative(file),
    line,
    functions: contents.functions.map((fn) => write.fn(explainFunction(asked, fn), limit, project)),
    calls: contents.calls.map((site) => write.call(explainCall(graph, site))),
    project: projectCounts(graph),
    problems: project.problems.map((each) => each.message),
  }
}

/** Turns explanations into answers. */
class Writer {
  readonly #asked: Asked

  constructor(asked: Asked) {
    this.#asked = asked
  }

  fn(explained: FunctionExplanation, limit: number, project: Project): FunctionAnswer {
    const { fn, root, runs, offLoop, route, outerRoute, blocking } = explained
    const { isAsync, kind } = fn.summary
    return {
      ...this.#ref(fn),
      isAsync,
      kind,
      runs,
      root: root ? { kind: root.kind, name: root.name, framework: root.framework ?? null } : null,
      offLoop: offLoop ? { code: offLoop.code, ends: offLoop.ends.map((end) => this.#end(end)) } : null,
      chain: route ? this.#route(route) : null,
      outerChain: outerRoute ? this.#route(outerRoute) : null,
      blocking: blocking.slice(0, limit).map((each) => this.#blocking(each, [...aboveOf(outerRoute ?? route), fn])),
      blockingCount: blocking.length,
      findings: this.#findings(explained, project),
      callers: explained.callers.map((edge) => this.#edge(edge, edge.from)),
      callees: explained.callees.map((edge) => this.#edge(edge, edge.to)),
      unknownCalls: explained.unknown.map((each) => this.#unknown(each)),
    }
  }

  call({ site, targets, api, unknown, edges }: CallExplanation): CallAnswer {
    const outside = targets.find((each) => each.t === 'external' || each.t === 'global')
    return {
      callee: site.call.calleeText,
      at: this.#at(calleePlace(site)),
      isAwaited: site.call.isAwaited,
      in: this.#ref(site.fn),
      api: api?.id ?? null,
      tier: api?.tier ?? null,
      remedy: api ? { kind: api.remedy, text: insteadOf(api) } : null,
      external: !outside ? null : outside.t === 'external' ? [outside.module, outside.path].filter(Boolean).join('.') : outside.path,
      leadsTo: edges.map((edge) => this.#edge(edge, edge.to)),
      unknown: unknown ? this.#unknown(unknown) : null,
    }
  }

  #blocking({ site, edges, between }: BlockingBelow, above: readonly FunctionNode[]): FunctionAnswer['blocking'][number] {
    const at = this.#at(calleePlace(site))
    const leaf: Step = { name: site.call.calleeText, at, kind: 'blocking', timing: 'now', isGuess: false, isAsync: false }
    return {
      api: site.api.id,
      tier: site.api.tier,
      callee: site.call.calleeText,
      at,
      remedy: { kind: site.api.remedy, text: insteadOf(site.api) },
      between,
      becomesAsync: becomingAsync([...above, ...edges.map((edge) => edge.to)]).map((fn) => this.#ref(fn)),
      chain: [...edges.map((edge) => this.#step(edge)), leaf],
    }
  }

  /** What the lint says along the ways through the function. */
  #findings({ route, outerRoute, blocking }: FunctionExplanation, project: Project): FunctionAnswer['findings'] {
    const edges = [route, outerRoute, ...blocking].flatMap((each) => each?.edges ?? [])
    const places = [...edges, ...blocking].map(({ site }) => calleePlace(site))
    const keys = new Set(places.map(({ file, start }) => `${start} ${file}`))
    return [...new Set(places.map((each) => each.file))].flatMap((file) =>
      project
        .findingsIn(file)
        .filter(({ place }) => keys.has(`${place.start} ${file}`))
        .map(({ kind, callee, place, api }) => ({ kind, callee, at: this.#at(place), api: api.id, tier: api.tier })),
    )
  }

  #route({ top, root, edges }: Route): Step[] {
    const at = this.#at(root?.place ?? placeOf(top))
    const { name } = root ?? this.#ref(top)
    const first: Step = { name, at, kind: root ? 'root' : 'module', timing: 'now', isGuess: false, isAsync: top.summary.isAsync }
    return [first, ...edges.map((edge) => this.#step(edge))]
  }

  #step(edge: Edge): Step {
    const { kind, timing, isGuess, to, site } = edge
    return { name: this.#ref(to).name, at: this.#at(calleePlace(site)), kind, timing, isGuess, isAsync: to.summary.isAsync }
  }

  #edge(edge: Edge, other: FunctionNode): EdgeAnswer {
    const { kind, timing, isGuess, viaParameter, site, to } = edge
    const root = kind === 'callback' ? (this.#asked.reach.roots.get(to)?.name ?? null) : null
    const at = this.#at(calleePlace(site))
    return { function: this.#ref(other), callee: site.call.calleeText, at, kind, timing, isGuess, viaParameter, root }
  }

  #end({ code, fn, edge, isExported, mentions }: DeadEnd): EndAnswer {
    return {
      code,
      function: this.#ref(fn),
      callee: edge?.site.call.calleeText ?? null,
      at: edge ? this.#at(calleePlace(edge.site)) : null,
      isExported,
      mentions: mentions.map(({ file, use }) => ({ file: this.#asked.relative(file), line: use.line })),
    }
  }

  #unknown(unknown: UnknownCall): UnknownAnswer {
    const { site, reason, about, isGuessed } = unknown
    return {
      callee: site.call.calleeText,
      at: this.#at(calleePlace(site)),
      reason,
      about: about ?? null,
      text: phraseOf(unknown),
      isGuessed,
    }
  }

  #ref(fn: FunctionNode): Ref {
    const at = this.#at(placeOf(fn))
    return { name: fn.summary.kind === 'module' ? `top level of ${at.file}` : fn.summary.name, at }
  }

  #at({ file, line, column }: Pick<Place, 'file' | 'line' | 'column'>): At {
    return { file: this.#asked.relative(file), line, column }
  }
}

function placeOf({ file, summary }: FunctionNode): Pick<Place, 'file' | 'line' | 'column'> {
  return { file, line: summary.line, column: summary.column }
}

/** The functions of a route above its last one. */
function aboveOf(route: Route | undefined): FunctionNode[] {
  return route ? route.edges.map((edge) => edge.from) : []
}

/** From the last upwards. */
function becomingAsync(chain: readonly FunctionNode[]): FunctionNode[] {
  const upwards = chain.toReversed()
  const end = upwards.findIndex((fn) => fn.summary.isAsync || fn.summary.kind === 'module')
  return end < 0 ? upwards : upwards.slice(0, end)
}
