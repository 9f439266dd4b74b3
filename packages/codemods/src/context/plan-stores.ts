/** The plan for all stores of a project: a piece per store that can go, a wall per store that stays. */
import { LineIndex } from '@offloop/analysis'
import type { Project } from '@offloop/analysis'
import { basename, relative, sep } from 'node:path'
import type { PlanOptions } from '../define-codemod.ts'
import { mergeEdits } from '../edit/apply.ts'
import { EditSet } from '../edit/edits.ts'
import { mark, unmark } from '../edit/marker.ts'
import { Modules } from '../plan/modules.ts'
import { handsOff } from '../plan/hands-off.ts'
import type { Edit, Piece, Plan, SiteVerdict } from '../plan/plan.ts'
import { entryFiles } from '../plan/public-api.ts'
import { typeProgramsOf } from '../plan/type-programs.ts'
import { dependencyEdit, readManifest, runtimePackage } from '../rewrite/manifest.ts'
import { Sources } from '../rewrite/source.ts'
import type { Source } from '../rewrite/source.ts'
import { requireRuntime } from '../rewrite/thread-wrapper.ts'
import { isReadOnly } from '../write/read-only.ts'
import { StoreImports } from './file-imports.ts'
import { remedies } from './reasons.ts'
import type { Left, Store } from './store.ts'
import { storesOf } from './stores.ts'

type Why = Pick<Left, 'reason' | 'message'> & Partial<Left>

/** Finds the stores, and what becomes of each. */
export function planStores(codemod: string, project: Project, options: PlanOptions): Plan {
  const graph = project.graph()
  const sources = new Sources(project)
  const modules = new Modules(project, typeProgramsOf(project, options.tsconfig))
  const locked = handsOff(project, isReadOnly)
  const entries = entryFiles(graph, modules)
  const pathOf = (file: string): string => relative(project.root, file).split(sep).join('/')
  const stores = storesOf(project, sources)
  const whyOf = (store: Store): Why | undefined => {
    const refused = keysOf(store).map((key) => options.refused?.get(key))
    const lock = [...store.files, store.source].map(({ file }) => locked.get(file)).find((each) => each !== undefined)
    const seen = store.exportedBy.find(({ file }) => entries.has(file))
    const folder = modules.packageOf(store.source.file)?.folder
    return (
      refused.find((each) => each !== undefined) ??
      lock ??
      store.left ??
      (seen && { reason: 'public-api', message: `${store.label} is exported by ${basename(seen.file)}, whose users can't be seen` }) ??
      (folder === undefined || dependencyEdit(readManifest(folder)) === 'unreadable'
        ? { reason: 'no-manifest', message: `there is no package.json above it that could be given ${runtimePackage}` }
        : undefined)
    )
  }
  const left = new Map(
    stores.flatMap((store) => [[store, whyOf(store)] as const]).filter((each): each is [Store, Why] => each[1] !== undefined),
  )
  for (const store of crossing(
    stores.filter((each) => !left.has(each)),
    (list) => writeAll(list, graph, pathOf).drafts,
  ))
    left.set(store, { reason: 'nested', message: `${store.label} is used inside a call of another store that changes` })
  const { drafts, together } = fitting(stores, left, graph, pathOf, modules)
  const ids = idsOf(stores, pathOf)
  const pieces = drafts.map(({ store, edits, notes }): Piece => {
    const { source, place, label } = store
    const { line } = new LineIndex(source.text).at(place.start)
    return {
      ...{ id: ids.get(store)!, title: `${basename(source.file)}:${line} ${label}`, does: `becomes ${store.becomes}` },
      functions: [
        { key: `${source.file}\0${place.start}-${place.end}`, name: label, file: source.file, line, start: place.start, end: place.end },
      ],
      awaits: store.touched.map((each) => ({ file: each.source.file, start: each.node.start, end: each.node.end })),
      ...{ calls: [], files: edits.files, notes: [...notes, ...unneeded(store, stores, left)], breaking: [] },
    }
  })
  const sites = stores.map((store): SiteVerdict => {
    const { source, place, label } = store
    const base = {
      file: source.file,
      ...new LineIndex(source.text).at(place.start),
      start: place.start,
      end: place.end,
      api: label,
      chain: label,
    }
    const why = left.get(store)
    if (!why) return { ...base, verdict: 'migrated', piece: ids.get(store)! }
    const at = why.source ?? source
    const remedy = remedies[why.reason]
    return {
      ...base,
      verdict: why.reason === 'types' ? 'rolled-back' : 'wall',
      wall: {
        ...{
          reason: why.reason,
          message: messageOf(why, source, pathOf),
          file: at.file,
          line: new LineIndex(at.text).at(why.at?.start ?? place.start).line,
        },
        ...(remedy === undefined ? {} : { remedy }),
      },
    }
  })
  return {
    ...{ version: 1, codemod, root: project.root, words: { subject: 'context store', stays: 'is left alone' } },
    ...{ pieces, together: together.files, markers: markersOf(stores, left, options, locked) },
    sites: sites.sort((a, b) => (a.file === b.file ? a.start - b.start : a.file < b.file ? -1 : 1)),
    leftAlone: [...locked].map(([file, { message }]) => ({ file, why: message })),
    ...{ skipped: [...project.skipped], problems: [...project.problems] },
  }
}

/** What the stores that stay in the plan become. Where imports and their other edits would meet, they leave it. */
function fitting(
  stores: readonly Store[],
  left: Map<Store, Why>,
  graph: ReturnType<Project['graph']>,
  pathOf: (file: string) => string,
  modules: Modules,
): { drafts: Draft[]; together: EditSet } {
  for (;;) {
    const { drafts, imports } = writeAll(
      stores.filter((each) => !left.has(each)),
      graph,
      pathOf,
    )
    const together = new EditSet()
    for (const [source, each] of imports) {
      each.write(together)
      const folder = modules.packageOf(source.file)?.folder
      if (folder !== undefined) requireRuntime(together, folder)
    }
    const merged = mergeEdits([...drafts.map(({ edits }) => edits.files), together.files])
    const files = new Set([...merged].flatMap(([file, list]) => (isOverlapping(list) ? [file] : [])))
    const met = drafts.filter(({ store, edits }) => edits.files.some(({ file }) => files.has(file)) && !left.has(store))
    if (met.length === 0) return { drafts, together }
    for (const { store } of met)
      left.set(store, { reason: 'nested', message: `the edits of ${store.label} and those of its imports would meet` })
  }
}

const isOverlapping = (list: readonly Pick<Edit, 'start' | 'end'>[]): boolean =>
  list.some((each, index) => index > 0 && list[index - 1]!.end > each.start)

interface Draft {
  readonly store: Store
  readonly edits: EditSet
  readonly notes: readonly string[]
}

function writeAll(
  stores: readonly Store[],
  graph: ReturnType<Project['graph']>,
  pathOf: (file: string) => string,
): { drafts: Draft[]; imports: Map<Source, StoreImports> } {
  const imports = new Map<Source, StoreImports>()
  const drafts = stores.map((store): Draft => {
    const edits = new EditSet()
    const notes = new Set<string>()
    store.write({
      edits,
      imports: (source) => {
        const known = imports.get(source) ?? new StoreImports(source, graph)
        imports.set(source, known)
        return known
      },
      nameOf: ({ file }, local) => `${pathOf(file).replace(/\.[^./]+$/, '')}-${local}`,
      note: (sentence) => notes.add(sentence),
    })
    return { store, edits, notes: [...notes] }
  })
  return { drafts, imports }
}

/** Stores whose edits overlap those of an earlier one, or each other. */
function crossing(stores: readonly Store[], draft: (stores: readonly Store[]) => readonly Draft[]): Set<Store> {
  const found = new Set<Store>()
  const taken = new Map<string, { start: number; end: number }[]>()
  for (const { store, edits } of draft(stores)) {
    const all = edits.files.map(({ file, edits: list }) => ({
      file,
      list: [...(taken.get(file) ?? []), ...list].sort((a, b) => a.start - b.start || a.end - b.end),
    }))
    if (all.some(({ list }) => isOverlapping(list))) found.add(store)
    else for (const { file, list } of all) taken.set(file, list)
  }
  return found
}

function keysOf({ source, place, touched }: Store): string[] {
  return [
    `${source.file}\0${place.start}`,
    `${source.file}\0${place.start}-${place.end}`,
    ...touched.map((each) => `${each.source.file}\0${each.node.start}`),
  ]
}

function idsOf(stores: readonly Store[], pathOf: (file: string) => string): Map<Store, string> {
  const counts = new Map<string, number>()
  return new Map(
    stores.map((store) => {
      const id = `${pathOf(store.source.file)}#${store.label}`
      const count = (counts.get(id) ?? 0) + 1
      counts.set(id, count)
      return [store, count > 1 ? `${id}:${count}` : id]
    }),
  )
}

function messageOf({ message, source, at }: Why, own: Source, pathOf: (file: string) => string): string {
  return source && at && source !== own ? `${message} (${pathOf(source.file)}:${new LineIndex(source.text).at(at.start).line})` : message
}

/** With the last store of a package that package goes. */
function unneeded(store: Store, stores: readonly Store[], left: ReadonlyMap<Store, unknown>): string[] {
  const { library } = store
  const own = stores.filter((each) => each.library === library)
  if (library === undefined || own.some((each) => left.has(each)) || own.at(-1) !== store) return []
  return [`${library} is not used any more: npm uninstall ${library}`]
}

function markersOf(
  stores: readonly Store[],
  left: ReadonlyMap<Store, Why>,
  options: PlanOptions,
  locked: ReadonlyMap<string, unknown>,
): Plan['markers'] {
  const edits = new EditSet()
  if (options.markers === false) return []
  for (const store of stores) {
    const { source, place } = store
    const why = left.get(store)
    const at = statementAround(place)
    if (locked.has(source.file)) continue
    if (why) mark(edits, source, at, why.reason, why.message, 'left alone')
    else unmark(edits, source, at, 'left alone')
  }
  return edits.files
}

function statementAround(node: Store['place']): number {
  let at = node
  while (at.parent && at.parent.type !== 'Program' && at.parent.type !== 'BlockStatement') at = at.parent
  return at.start
}
