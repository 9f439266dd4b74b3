/** Which blocking calls of a project did a server's detector see? */
import { LineIndex } from '@offloop/analysis'
import type { BlockingSite, Project } from '@offloop/analysis'
import type { BlockingRecord, Frame } from '@offloop/catalog'
import { existsSync } from 'node:fs'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { OriginalPositions } from './original-position.ts'
import type { Position } from './original-position.ts'

/** Records of one place that are no blocking call of the project, and why. */
export interface Unmatched {
  /** `src/orders.js:12`, or `no place` where the record has no stack. */
  readonly place: string
  readonly api: string
  readonly reason: string
  readonly records: number
}

/** What was seen, as calls of the project. */
export interface RecordMatch {
  /** Keys of the calls: file and offset. */
  readonly calls: ReadonlySet<string>
  readonly records: number
  readonly matched: number
  /** Most records first. */
  readonly unmatched: readonly Unmatched[]
}

const ofTheLoop = new Set(['call', 'stall', 'load'])

/** Takes records one by one, and finds the calls that they speak of. */
export class RecordMatcher {
  readonly #project: Project
  readonly #sites = new Map<string, BlockingSite[]>()
  readonly #lines = new Map<string, LineIndex>()
  readonly #positions = new OriginalPositions()
  readonly #calls = new Set<string>()
  readonly #unmatched = new Map<string, Unmatched>()
  #records = 0
  #matched = 0

  constructor(project: Project) {
    this.#project = project
    for (const file of project.files()) this.#sites.set(file, [])
    for (const site of project.graph().blocking) this.#sites.get(site.file)?.push(site)
  }

  /** Looks for the call of one record. */
  add(record: BlockingRecord): void {
    this.#records++
    const places = record.stack.map((each) => this.#inProject(each)).filter((each) => each !== undefined)
    const site = ofTheLoop.has(record.kind) ? this.#siteOf(record, places) : undefined
    if (site) {
      this.#matched++
      this.#calls.add(`${site.file}\0${site.call.start}`)
      return
    }
    this.#leave(record, places[0] ?? record.source ?? record.stack[0], this.#reason(record, places))
  }

  /** What became of all records. */
  get result(): RecordMatch {
    const unmatched = [...this.#unmatched.values()].sort((a, b) => b.records - a.records)
    return { calls: this.#calls, records: this.#records, matched: this.#matched, unmatched }
  }

  /** The innermost place of the stack that is a blocking call: of the record's own function, or of any where plain code stood still. */
  #siteOf(record: BlockingRecord, places: readonly Position[]): BlockingSite | undefined {
    for (const place of places) {
      const here = this.#sites.get(place.file)!.filter((each) => record.kind === 'stall' || each.api.id === record.api)
      const site = this.#around(place, here)
      if (site) return site
    }
    return undefined
  }

  /** The smallest call around the place; where the column says nothing, the only one that stands on its line. */
  #around(place: Position, sites: readonly BlockingSite[]): BlockingSite | undefined {
    const lines = this.#linesOf(place.file)
    const offset = lines.offset(place.line, place.column)
    const size = ({ call }: BlockingSite): number => call.end - call.start
    const around = sites.filter(({ call }) => call.start <= offset && offset < call.end).sort((a, b) => size(a) - size(b))
    if (around[0]) return around[0]
    const onLine = sites.filter(({ call }) => lines.at(call.start).line <= place.line && place.line <= lines.at(call.end).line)
    return onLine.length === 1 ? onLine[0] : undefined
  }

  #linesOf(file: string): LineIndex {
    let lines = this.#lines.get(file)
    if (!lines) this.#lines.set(file, (lines = new LineIndex(this.#project.text(file)!)))
    return lines
  }

  /** The place of a frame in a file of the project, through the source map of built output; nothing for Node's and packages' files. */
  #inProject({ file, line, column }: Frame): Position | undefined {
    if (file === '' || file.startsWith('node:') || /(?:^|[/\\])node_modules[/\\]/u.test(file)) return undefined
    for (const path of this.#pathsOf(file)) {
      const here = { file: path, line, column }
      if (this.#sites.has(path)) return here
      const original = this.#positions.of(here)
      if (original && this.#sites.has(original.file)) return original
    }
    return undefined
  }

  /** The path itself, and the same file below the project's root where the server ran elsewhere: `/app/src/a.js` is `src/a.js`. */
  #pathsOf(file: string): string[] {
    const { root } = this.#project
    if (!isAbsolute(file)) return [resolve(root, file)]
    if (file.startsWith(root + sep)) return [file]
    const parts = file.split(/[/\\]/u).slice(1)
    return [file, ...parts.map((_, index) => join(root, ...parts.slice(index)))].filter((each) => this.#sites.has(each) || existsSync(each))
  }

  #reason(record: BlockingRecord, places: readonly Position[]): string {
    if (!ofTheLoop.has(record.kind)) return `\`${record.kind}\` is no blocking call`
    if (record.stack.length === 0) return 'the record has no stack'
    if (places.length === 0)
      return record.package === undefined ? 'no file of the project is on its stack' : `${record.package} makes the call, not the project`
    if (record.kind === 'stall') return 'plain code stood still here: there is no call to migrate'
    const inner = this.#inProject(record.stack.find((each) => !each.file.startsWith('node:')) ?? record.stack[0]!)
    if (!inner && record.package !== undefined) return `${record.package} makes the call, not the project`
    return 'no such call stands here: has the file changed since?'
  }

  #leave(record: BlockingRecord, at: Position | undefined, reason: string): void {
    const file = at && (this.#sites.has(at.file) ? relative(this.#project.root, at.file) : at.file)
    const place = at ? `${file}:${at.line}` : 'no place'
    const key = `${place}\0${record.api}\0${reason}`
    const known = this.#unmatched.get(key)
    this.#unmatched.set(key, { place, api: record.api, reason, records: (known?.records ?? 0) + 1 })
  }
}
