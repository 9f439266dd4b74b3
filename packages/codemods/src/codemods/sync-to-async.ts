/** Blocking calls and all their callers become async, over the whole project. */
import type { BlockingCall, BlockingSite, FunctionNode, Project } from '@offloop/analysis'
import { isOffLoopFile } from '@offloop/analysis'
import { relative, sep } from 'node:path'
import { defineCodemod } from '../define-codemod.ts'
import type { PlanOptions } from '../define-codemod.ts'
import { colour } from '../plan/colour.ts'
import { handsOff } from '../plan/hands-off.ts'
import { writeMarkers } from '../plan/markers.ts'
import { Containers } from '../plan/containers.ts'
import { migrationFlags } from '../migration-flags.ts'
import { Modules } from '../plan/modules.ts'
import { isOffloaded } from '../plan/offload.ts'
import { TypeOracle } from '../plan/oracle.ts'
import { buildPieces } from '../plan/build-pieces.ts'
import type { Plan, SiteVerdict } from '../plan/plan.ts'
import { publicFunctions } from '../plan/public-api.ts'
import { isSmall } from '../plan/small-calls.ts'
import { Twins } from '../plan/twins.ts'
import { typeProgramsOf } from '../plan/type-programs.ts'
import { Sources } from '../rewrite/source.ts'
import { ProjectTests } from '../testing/tests.ts'
import { isReadOnly } from '../write/read-only.ts'

export default defineCodemod({
  name: 'sync-to-async',
  summary: 'Blocking calls become their async twins; every caller awaits, over the whole project',
  scope: 'project',
  flags: migrationFlags,
  plan: planSyncToAsync,
})

function planSyncToAsync(project: Project, options: PlanOptions): Plan {
  const graph = project.graph()
  const calls = project.blockingCalls()
  const onLoopOnly =
    (options.from ??
      (!options.calls && graph.roots.size > 0 && [...graph.roots.values()].some((each) => each.kind === 'handler')
        ? 'handlers'
        : 'all')) === 'handlers'
  const selected = (site: BlockingSite, call: BlockingCall): boolean =>
    isAsked(call, options) && (!options.calls || options.calls.has(`${site.file}\0${site.call.start}`))
  const sources = new Sources(project)
  const seeds = graph.blocking.filter(
    (site, index) =>
      selected(site, calls[index]!) &&
      !isSmall(site, sources) &&
      (onLoopOnly ? calls[index]!.reach === 'loop' : !runsBeforeTheLoop(site, project)),
  )

  const programs = typeProgramsOf(project, options.tsconfig)
  const modules = new Modules(project, programs)
  const oracle = new TypeOracle({ files: project.files(), text: (file) => project.text(file), programs })
  const containers = new Containers(graph)
  const locked = handsOff(project, isReadOnly)
  const exported = publicFunctions(graph, modules)
  const publicForm = options.public ?? (options.strategy === 'twin' ? 'twin' : 'keep')
  const isConverting = (options.strategy ?? 'convert') === 'convert'
  const listeners = options.listeners ?? 'keep'
  const wrapsMain = options.wrapMain ?? false
  const isFree = !isConverting || listeners === 'convert'
  const twins = isConverting && publicForm !== 'twin' ? undefined : new Twins(graph, sources, oracle)
  const isTwinnedUnused = (fn: FunctionNode): boolean => publicForm === 'twin' && exported.has(fn)
  const tests = new ProjectTests(graph, sources, modules, project.root)
  const search = {
    graph,
    tests,
    sources,
    oracle,
    containers,
    modules,
    assumeClosed: options.assumeClosed ?? false,
    isFree,
    listeners,
    wrapsMain,
    publicFunctions: exported,
    publicForm,
    twins,
    isTwinnedUnused,
    isTest: (file: string) => isTest(file, project),
    refused: options.refused ?? new Map(),
    isReadOnly,
    handsOff: locked,
  }
  const colouring = colour(seeds, search)
  const { pieces, pieceOf, isTwinned } = buildPieces(colouring, {
    graph,
    sources,
    oracle,
    containers,
    modules,
    root: project.root,
    tests,
    twins,
    isTwinnedUnused,
    isFree,
    listeners,
    wrapsMain,
  })

  const sites = graph.blocking.map((site, index): SiteVerdict => {
    const call = calls[index]!
    const base = {
      file: site.file,
      line: site.call.line,
      column: site.call.column,
      start: site.call.start,
      end: site.call.end,
      api: site.api.id,
      chain: chainText(call, project.root),
    }
    const wall = colouring.walls.get(site)
    if (wall) return { ...base, verdict: wall.reason === 'types' ? 'rolled-back' : 'wall', wall }
    const piece = pieceOf(site)
    if (piece !== undefined)
      return { ...base, verdict: isTwinned(site) ? 'twinned' : isOffloaded(site.api) ? 'offloaded' : 'migrated', piece }
    return { ...base, verdict: !selected(site, call) ? 'not-selected' : isSmall(site, sources) ? 'small' : 'not-on-loop' }
  })
  const markers =
    options.markers === false
      ? []
      : writeMarkers(
          [...colouring.walls, ...colouring.kept].filter(([site]) => !locked.has(site.file)),
          (site) => chainText(calls[graph.blocking.indexOf(site)]!, project.root, true),
          sources,
        )
  const leftAlone = [...locked].map(([file, { message }]) => ({ file, why: message }))
  return {
    version: 1,
    codemod: 'sync-to-async',
    root: project.root,
    words: { subject: 'blocking call', stays: 'stays sync' },
    pieces,
    together: [],
    markers,
    sites,
    leftAlone,
    skipped: [...project.skipped],
    problems: [...project.problems],
  }
}

/**
 * What runs while modules load blocks nobody, and an await there would change the order in which modules are evaluated;
 * tests and tool configuration serve nobody either.
 */
function runsBeforeTheLoop(site: BlockingSite, project: Project): boolean {
  return site.fn.summary.kind === 'module' || isTest(site.file, project)
}

function isAsked(call: BlockingCall, options: PlanOptions): boolean {
  if (options.tier && !options.tier.includes(call.api.tier)) return false
  return !options.api || options.api.some((each) => each === call.api.id || each === call.api.name)
}

/** `GET /x -> load (src/load.ts:3) -> readFileSync (src/load.ts:9)`; `short` leaves the places out. */
function chainText(call: BlockingCall, root: string, short = false): string {
  if (!call.chain) return call.callee
  return call.chain.steps
    .map((each, index) => (short || index === 0 ? each.name : `${each.name} (${relative(root, each.place.file)}:${each.place.line})`))
    .join(short ? ' > ' : ' -> ')
}

/** A test, or the configuration of a tool. */
function isTest(file: string, project: Project): boolean {
  return isOffLoopFile(relative(project.root, file).split(sep).join('/'))
}
