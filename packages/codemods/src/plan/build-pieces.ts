/** The edits of a colouring, in pieces. */
import type { BlockingSite, CallSite, FunctionNode } from '@offloop/analysis'
import { relative } from 'node:path'
import { awaitEach, insertAwait } from '../rewrite/await.ts'
import { argumentsTaken } from '../rewrite/array-call.ts'
import { rewriteCall } from '../rewrite/call.ts'
import { readsOrElse, rewriteReadOrElse } from '../rewrite/exists.ts'
import type { ReadOrElse } from '../rewrite/exists.ts'
import { guardHandler } from '../rewrite/handler-guard.ts'
import { rewriteHostCall } from '../rewrite/host-call.ts'
import { ImportEdits, keeping } from '../rewrite/imports.ts'
import { awaitType, makeAsync, promiseType } from '../rewrite/signature.ts'
import { shareFill } from '../rewrite/single-flight.ts'
import { requireRuntime, ThreadWrappers } from '../rewrite/thread-wrapper.ts'
import { writeTwin } from '../rewrite/twin-copy.ts'
import type { ProjectTests } from '../testing/tests.ts'
import type { CallerSite } from './callers.ts'
import type { Colouring } from './colour.ts'
import { doesWrite } from './effects.ts'
import { forwardOf } from './forwarding.ts'
import type { ForwardSearch } from './forwarding.ts'
import { newAwaits, sharedFills } from './fills.ts'
import { groupItems } from './group-items.ts'
import type { Item } from './group-items.ts'
import { isGathered, mayGivePromise } from './gathered.ts'
import { writeEnding } from './handler-endings.ts'
import { Homes, isOnlyInTwin, twinAround } from './homes.ts'
import type { Home } from './homes.ts'
import { wrapMains } from './main-range.ts'
import type { Modules } from './modules.ts'
import { keyOf } from './needs.ts'
import { breakingIn, notesOf } from './notes.ts'
import { hasSyncMembers } from './object-members.ts'
import { isOffloaded } from './offload.ts'
import { titleOf, uniqueId } from './piece-words.ts'
import type { TypeOracle } from './oracle.ts'
import { awaitedTypesOf, promisedTypes } from './promised-types.ts'
import type { PromisedType, TypeSearch } from './promised-types.ts'
import type { Piece, PieceCall } from './plan.ts'
import type { Exposure } from './twin-exports.ts'
import type { Twins } from './twins.ts'

interface Context extends ForwardSearch, TypeSearch {
  readonly root: string
  readonly tests: ProjectTests
  readonly modules: Modules
  readonly oracle: TypeOracle
  readonly twins: Twins | undefined
  /** Functions whose twin is for others to call. */
  readonly isTwinnedUnused: (fn: FunctionNode) => boolean
}

/** The pieces, and what became of each blocking call. */
export interface BuiltPieces {
  readonly pieces: Piece[]
  readonly pieceOf: (site: BlockingSite) => string | undefined
  /** The call stays where it is, and its twin's copy awaits. */
  readonly isTwinned: (site: BlockingSite) => boolean
}

/** Groups what depends on each other into pieces and makes their edits. */
export function buildPieces(colouring: Colouring, context: Context): BuiltPieces {
  const types = promisedTypes(colouring, context)
  const groups = groupItems(colouring, types, context)
  const ids = new Map<Item, string>()
  const taken = new Set<string>()
  const pieces = groups.all().map((items) => {
    const piece = new PieceBuilder(items, colouring, types, context).build(taken)
    for (const each of items) ids.set(each, piece.id)
    return piece
  })
  return {
    pieces,
    pieceOf: (site) => ids.get(site),
    isTwinned: (site) => {
      const twin = twinAround(site.fn, colouring, context.graph)
      return twin !== undefined && isOnlyInTwin(site.fn, twin, colouring)
    },
  }
}

/** Makes the edits of one piece. */
class PieceBuilder {
  readonly #sites: readonly BlockingSite[]
  readonly #functions: readonly FunctionNode[]
  readonly #colouring: Colouring
  readonly #types: readonly PromisedType[]
  readonly #context: Context
  readonly #homes: Homes
  /** By the call that asks whether a file exists. */
  readonly #pairs: ReadonlyMap<BlockingSite, ReadOrElse>
  readonly #imports = new Map<string, ImportEdits>()
  readonly #wrappers = new Map<string, ThreadWrappers>()
  /** Callbacks whose body became the body of a loop. */
  readonly #merged = new Set<FunctionNode>()

  constructor(items: readonly Item[], colouring: Colouring, types: readonly PromisedType[], context: Context) {
    this.#sites = items.filter((each): each is BlockingSite => typeof each === 'object' && 'api' in each)
    this.#functions = items.filter((each): each is FunctionNode => typeof each === 'object' && 'summary' in each)
    this.#pairs = readsOrElse(this.#sites, context)
    this.#colouring = colouring
    this.#types = types.filter((each) => this.#functions.includes(each.functions[0]!))
    this.#context = context
    this.#homes = new Homes(colouring, context.graph)
  }

  build(taken: Set<string>): Piece {
    const { graph, root } = this.#context
    for (const site of this.#sites) this.#rewrite(site)
    for (const fn of this.#functions) for (const each of this.#colouring.callers(fn)) this.#await(fn, each)
    for (const fn of this.#functions) if (!this.#merged.has(fn)) this.#declare(fn)
    this.#shareFills()
    for (const fn of this.#functions) if (this.#colouring.converted.get(fn) === 'twin') this.#writeTwin(fn)
    for (const each of this.#types) for (const { edits } of this.#homes.of(each.holder)) promiseType(edits, each)
    for (const [file, each] of this.#imports) {
      each.write(this.#homes.main)
      this.#wrappers.get(file)?.write(this.#homes.main, each)
    }
    for (const file of this.#wrappers.keys()) requireRuntime(this.#homes.main, this.#context.modules.packageOf(file)!.folder)
    wrapMains(this.#homes.main, newAwaits(this.#functions, this.#sites, this.#colouring).keys(), this.#context)
    const first = this.#functions[0] ?? this.#sites[0]!.fn
    return {
      id: uniqueId(`${relative(root, first.file)}#${first.summary.name}`, taken),
      title: titleOf(this.#sites, this.#functions, graph),
      functions: this.#functions.map((each) => ({
        key: keyOf(each),
        name: each.summary.name,
        file: each.file,
        line: each.summary.line,
        start: each.summary.start,
        end: each.summary.end,
        ...(this.#colouring.converted.get(each) === 'twin' ? { twin: this.#context.twins!.nameOf(each)! } : {}),
      })),
      awaits: this.#functions.flatMap((each) =>
        this.#colouring.callers(each).map(({ site }) => ({ file: site.file, start: site.call.start, end: site.call.end })),
      ),
      calls: this.#calls(),
      files: this.#homes.main.files,
      notes: notesOf(this.#functions, this.#sites, this.#colouring, this.#context),
      breaking: breakingIn(this.#functions, this.#colouring, this.#context.modules),
    }
  }

  #calls(): PieceCall[] {
    const stepFrom = ({ fn, file, call }: CallSite): Omit<PieceCall, 'to' | 'api'> => {
      const caller = this.#context.graph.roots.get(fn)?.name ?? fn.summary.name
      return { from: keyOf(fn), caller, file, line: call.line }
    }
    return [
      ...this.#functions.flatMap((fn) => this.#colouring.callers(fn).map(({ site }) => ({ ...stepFrom(site), to: keyOf(fn) }))),
      ...this.#sites.map((site) => ({ ...stepFrom(site), api: site.api.id })),
    ]
  }

  #rewrite(site: BlockingSite): void {
    const { graph, sources } = this.#context
    const source = sources.of(site.file)
    const pair = this.#pairs.get(site)
    for (const { edits, isCopy } of this.#homes.of(site.fn)) {
      const imports = this.#importsOf(site.file)
      if (pair) rewriteReadOrElse(edits, pair, source, isCopy ? keeping(imports) : imports)
      else if (isOffloaded(site.api)) this.#wrappersOf(site.file).rewrite(edits, site, graph, imports)
      else rewriteCall(edits, site, source, this.#context, isCopy ? keeping(imports) : imports)
    }
  }

  #importsOf(file: string): ImportEdits {
    let own = this.#imports.get(file)
    if (!own) this.#imports.set(file, (own = new ImportEdits(this.#context.sources.of(file))))
    return own
  }

  #wrappersOf(file: string): ThreadWrappers {
    const { twins, graph, sources } = this.#context
    let own = this.#wrappers.get(file)
    if (!own) {
      const reserved = twins ? graph.functionsOf(file).flatMap((each) => twins.nameOf(each) ?? []) : []
      this.#wrappers.set(file, (own = new ThreadWrappers(sources.of(file), reserved)))
    }
    return own
  }

  /** One call awaits what it calls, or its twin. */
  #await(fn: FunctionNode, each: CallerSite): void {
    const { site } = each
    const source = this.#context.sources.of(site.file)
    for (const home of this.#homes.of(site.fn)) {
      if (this.#colouring.converted.get(fn) === 'twin') this.#move(fn, each, home)
      if (each.kind === 'assertion') this.#context.tests.rewriteAssertion(home.edits, each)
      else if (each.kind === 'call') insertAwait(home.edits, source.callNode(site.call), source)
      else if (each.kind === 'each') awaitEach(home.edits, source.callNode(site.call), source)
      else {
        const parameters = argumentsTaken(this.#context.sources.of(fn.file).functionNode(fn), this.#context.sources.of(fn.file))
        const writes = doesWrite(fn, this.#context)
        const gathers = isGathered(source.callNode(site.call), source) && (!writes || mayGivePromise(fn, this.#context))
        const callback = { parameters, writes, isGathered: gathers }
        if (rewriteHostCall(home.edits, each.kind, site, source, callback)) this.#merged.add(fn)
      }
    }
  }

  #shareFills(): void {
    for (const [fn, awaits] of newAwaits(this.#functions, this.#sites, this.#colouring)) {
      const source = this.#context.sources.of(fn.file)
      for (const fill of sharedFills(fn, awaits, this.#context))
        for (const { edits } of this.#homes.of(fn)) {
          const { at, text } = shareFill(edits, fill, source)
          this.#homes.main.insert(fn.file, at, text, 20)
        }
    }
  }

  #move(fn: FunctionNode, each: CallerSite, { edits, isCopy }: Home): void {
    const move = this.#context.twins!.moveOf(fn, each)!
    const imports = this.#importsOf(each.site.file)
    const text = move.wanted ? imports.want(move.wanted.module, move.wanted.name) : move.text!
    if (move.releases !== undefined && !isCopy) imports.release(move.releases)
    edits.replace(each.site.file, move.start, move.end, text)
    for (const exposure of move.exposures) this.#expose(exposure)
  }

  #expose({ file, at, text, local, wanted, name }: Exposure): void {
    const own = wanted ? this.#importsOf(file).want(wanted.module, wanted.name) : (local ?? name)
    if (at !== undefined && text) this.#homes.main.insert(file, at, text(own), 500)
  }

  /** The function itself becomes async, in each text in which it stands. */
  #declare(fn: FunctionNode): void {
    const source = this.#context.sources.of(fn.file)
    const node = source.functionNode(fn)
    const forward = forwardOf(fn, this.#context)
    for (const { edits } of this.#homes.of(fn)) {
      makeAsync(edits, node, source, hasSyncMembers(fn, this.#context, this.#colouring))
      if (this.#colouring.converted.get(fn) === 'convert') this.#context.tests.rewrite(edits, fn)
      if (this.#colouring.converted.get(fn) === 'convert') for (const each of awaitedTypesOf(fn, this.#context)) awaitType(edits, each)
      if (forward) guardHandler(edits, node, source, forward)
      writeEnding(edits, fn, source, this.#context)
    }
  }

  #writeTwin(fn: FunctionNode): void {
    const { twins, sources, isTwinnedUnused } = this.#context
    const unit = twins!.unitOf(fn)!
    if (unit.isSignature) return
    writeTwin(this.#homes.main, unit, twins!.nameOf(fn)!, this.#homes.copyOf(fn), sources.of(fn.file))
    if (isTwinnedUnused(fn)) for (const each of twins!.exposures(fn)) this.#expose(each)
  }
}
