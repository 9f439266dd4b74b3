/** A namespace of keys: a context variable for each, in one file that exports them to the others. */
import type { Graph } from '@offloop/analysis'
import { styleOf } from '../edit/style.ts'
import type { Source } from '../rewrite/source.ts'
import { exportersOf } from './async-local-storage.ts'
import { newVariable, runtime } from './definitions.ts'
import type { ExportPlace, ImportPlace } from './followed.ts'
import { homeOf } from './home.ts'
import type { KeyedUse } from './keyed-uses.ts'
import { isImportLike } from '../rewrite/import-statements.ts'
import { exportVariables, writeExports } from './keyed-exports.ts'
import { Obstacles } from './store.ts'
import type { Store, StoreEdits } from './store.ts'
import type { Node } from '@offloop/analysis'

/** What was found of a namespace. */
export interface Keyed {
  readonly label: string
  readonly library: string
  readonly source: Source
  readonly place: Node
  readonly uses: readonly KeyedUse[]
  /** Statements `const namespace = …`, and other text that only the namespace needed. */
  readonly declarations: readonly Declaration[]
  readonly exports: readonly ExportPlace[]
  readonly imports: readonly ImportPlace[]
  /** Files that make it; the first is preferred for its variables. */
  readonly makers: readonly Source[]
  readonly obstacles: Obstacles
}

/** A declaration of a namespace that goes. */
export interface Declaration {
  readonly source: Source
  readonly statement: Node
  readonly isTop: boolean
  write(to: StoreEdits, definitions: string | undefined): void
}

/** The store of a namespace; `variables` lists what it becomes. */
export function keyedStore(keyed: Keyed, graph: Graph): Store {
  const { label, source, place, uses, declarations, obstacles } = keyed
  const keys = [...new Set(uses.flatMap(({ key }) => key ?? []))]
  const users = new Set(uses.flatMap((each) => (each.key === undefined ? [] : [each.source])))
  const home = keys.length === 0 ? source : homeOf([...keyed.makers], users.size > 0 ? users : new Set([source]), graph)
  if (!home)
    obstacles.add('no-home', `the files that use ${label} load each other, so that none of them can define its variables`, source, place)
  else {
    const foreign = keyed.exports.find((each) => each.source !== home)
    if (foreign && keys.length > 0)
      obstacles.add('passed-on', `${label} is exported by a file that is not the one for its variables`, foreign.source, foreign.node)
    if (keys.length > 0 && !placeIn(home, declarations))
      obstacles.add('no-home', `${label} has no declaration at the top of a file, where its variables could be defined`, source, place)
  }
  const files = new Set([...uses, ...declarations, ...keyed.exports, ...keyed.imports].map((each) => each.source))
  const names = namesFor(keys, files)
  return {
    label,
    source,
    place,
    files,
    library: keyed.library,
    exportedBy: exportersOf(keyed),
    touched: [
      ...declarations.map((each) => ({ source: each.source, node: each.statement })),
      ...uses.map((each) => ({ source: each.source, node: each.node })),
    ],
    becomes: `${keys.length} context variable${keys.length === 1 ? '' : 's'}`,
    left: obstacles.first,
    write: (to) => writeAll(keyed, home!, names, users, to),
  }
}

function writeAll(keyed: Keyed, home: Source, names: ReadonlyMap<string, string>, users: ReadonlySet<Source>, to: StoreEdits): void {
  const { uses, declarations, exports, imports } = keyed
  const locals = [...names.values()]
  const isShared = exports.length > 0 || [...users].some((each) => each !== home)
  const { newline, semicolon } = styleOf(home)
  const isEsm = home.hasModuleSyntax
  const hasList = exports.some((each) => each.form === 'specifier')
  const keyword = isEsm && isShared && !hasList ? 'export const' : 'const'
  const definitions = locals
    .map((local) => `${keyword} ${local} = ${newVariable(home, local, 'any', 'undefined', to)}${semicolon}`)
    .concat(isShared && !isEsm && exports.length === 0 ? exportVariables(home, locals, to) : [])
    .join(newline)
  const top = names.size > 0 ? placeIn(home, declarations) : undefined
  for (const each of declarations) each.write(to, each === top ? definitions : undefined)
  if (typeof top === 'object') to.imports(home).usedFrom(top.statement.start)
  if (top === 'below imports') {
    const next = home.program.body[home.program.body.findLastIndex(isImportLike) + 1]!
    to.edits.insert(home.file, next.start, `${definitions}${newline}${newline}`)
  }
  writeExports(exports, locals, to)
  for (const each of imports)
    if (each.form === 're-export') to.edits.replace(each.source.file, each.node.start, each.node.end, locals.join(', '))
  for (const each of uses)
    each.write(to, (key) => {
      const local = names.get(key)!
      if (each.source === home) return local
      const file = to.imports(each.source)
      return file.want(file.specifierOf(home.file), local)
    })
}

/** Where the variables go: in place of the namespace, or below the imports. */
function placeIn(home: Source, declarations: readonly Declaration[]): Declaration | 'below imports' | undefined {
  const own = declarations.find((each) => each.source === home && each.isTop)
  if (own) return own
  const last = home.program.body.findLastIndex(isImportLike)
  return last >= 0 && home.program.body[last + 1] ? 'below imports' : undefined
}

/** `x-request-id` is `xRequestId`, or `xRequestIdVar` where one of the files has a use for the name. */
function namesFor(keys: readonly string[], files: ReadonlySet<Source>): Map<string, string> {
  const taken = new Set([...reserved, runtime])
  for (const source of files) {
    for (const each of source.nodes) if (each.type === 'Identifier') taken.add(each.name)
    for (const each of claimed.get(source) ?? []) taken.add(each)
  }
  const names = new Map<string, string>()
  for (const key of keys) {
    const words = key.split(/[^\p{L}\p{N}_$]+/u).filter((each) => each !== '')
    const joined = words
      .map((each, index) => (index === 0 ? each[0]!.toLowerCase() + each.slice(1) : each[0]!.toUpperCase() + each.slice(1)))
      .join('')
    const base = /^[A-Z0-9_]+$/.test(key) ? key.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()) : joined
    const plain = /^[\p{L}_$]/u.test(base) ? base : `value${base}`
    let name = plain
    for (let i = 1; taken.has(name); i++) name = `${plain}Var${i > 1 ? i : ''}`
    taken.add(name)
    names.set(key, name)
    for (const source of files) claimed.set(source, (claimed.get(source) ?? new Set()).add(name))
  }
  return names
}

/** Names that other namespaces give to variables of the same files. */
const claimed = new WeakMap<Source, Set<string>>()

const reserved =
  'await break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield undefined arguments eval ContextVar copyContext'.split(
    ' ',
  )
