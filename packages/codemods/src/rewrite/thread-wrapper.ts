/** Calls that run on a thread: `render(…)` becomes `await renderAsync(…)`, with `const renderAsync = syncToAsync(render, …)` below the imports. */
import type { BlockingSite, Graph, Node } from '@offloop/analysis'
import { join } from 'node:path'
import type { EditSet } from '../edit/edits.ts'
import { unmark } from '../edit/marker.ts'
import { styleOf } from '../edit/style.ts'
import { chainAround, insertAwait } from './await.ts'
import { freeName } from './free-name.ts'
import { isRequireStatement } from './import-statements.ts'
import type { ImportEdits, Imports } from './imports.ts'
import { isImported } from './callee-form.ts'
import { dependencyEdit, readManifest, runtimePackage } from './manifest.ts'
import type { CallNode, Source } from './source.ts'

/** The callee as it is written, where a statement at the top of the file imports it: `render`, `ejs.render`. */
export function importedReference(site: BlockingSite, source: Source, graph: Graph): Node | undefined {
  const call = source.callNode(site.call)
  if (call.type !== 'CallExpression') return undefined
  const { callee } = call
  const last = site.api.name.split('.').at(-1)!
  if (callee.type === 'Identifier') {
    const id = source.scopes.lookup(callee.name, callee)
    const binding = id === undefined ? undefined : graph.summaries.get(site.file)!.bindings[id]
    const isPlain = binding?.values.length === 1 && isImported(binding.values[0]!, last)
    return isPlain && isBoundByImport(callee, source) ? callee : undefined
  }
  if (callee.type !== 'MemberExpression' || callee.computed || callee.optional || callee.object.type !== 'Identifier') return undefined
  if (callee.property.type !== 'Identifier' || callee.property.name !== last || site.call.callee.k !== 'member') return undefined
  const isWhole = graph
    .targets(site.file, site.call.callee.of)
    .some((each) => each.t === 'external' && (each.path === '' || each.path === 'default'))
  return isWhole && isBoundByImport(callee.object, source) ? callee : undefined
}

/** Bound at the top level by an import or a require: a wrapper below those finds it. */
function isBoundByImport(name: Node & { type: 'Identifier' }, { scopes, program }: Source): boolean {
  const id = scopes.lookup(name.name, name)
  if (id === undefined || !scopes.isTopLevel(id)) return false
  const { start } = scopes.declarations[id]!
  const statement = program.body.find((each) => each.start <= start && start < each.end)
  return statement?.type === 'ImportDeclaration' || (statement !== undefined && isRequireStatement(statement))
}

/** The wrappers of one file: one for each function, however often it is called. */
export class ThreadWrappers {
  readonly #source: Source
  readonly #reserved: readonly string[]
  /** Names of wrappers by the function's reference. */
  readonly #names = new Map<string, string>()
  readonly #statements: string[] = []

  /** `reserved`: names that other edits bring into the file. */
  constructor(source: Source, reserved: readonly string[]) {
    this.#source = source
    this.#reserved = reserved
  }

  /** The call awaits the wrapper; `importedReference` has found its callee before. */
  rewrite(edits: EditSet, site: BlockingSite, graph: Graph, imports: Imports): void {
    const { file } = this.#source
    const call = this.#source.callNode(site.call) as CallNode & { type: 'CallExpression' }
    const callee = importedReference(site, this.#source, graph)!
    unmark(edits, this.#source, chainAround(call).start)
    edits.replace(file, callee.start, callee.end, this.#nameFor(callee, site, imports))
    insertAwait(edits, call, this.#source)
  }

  /** Below the imports, those included that `imports` adds. */
  write(edits: EditSet, imports: ImportEdits): void {
    if (this.#statements.length === 0) return
    const { newline, semicolon } = styleOf(this.#source)
    const place = imports.placeBelow()
    const next = this.#source.program.body.find((each) => each.start >= place)
    // without a semicolon, what begins like this would go on with the statement above it
    const end = semicolon === '' && next && /[([`+\-/]/.test(this.#source.text[next.start]!) ? ';' : semicolon
    const lines = this.#statements.map((each, index) => newline + each + (index === this.#statements.length - 1 ? end : semicolon))
    edits.insert(this.#source.file, place, newline + lines.join(''), 11)
  }

  #nameFor(callee: Node, { api }: BlockingSite, imports: Imports): string {
    const { text } = this.#source
    const reference = text.slice(callee.start, callee.end)
    const known = this.#names.get(reference) ?? this.#wrapperOf(reference)
    if (known !== undefined) return known
    const taken = [text, ...this.#reserved, ...this.#names.values()].join(' ')
    const name = freeName(`${api.name.split('.').at(-1)!.replace(/Sync$/, '')}Async`, taken)
    this.#names.set(reference, name)
    const options = api.threadSensitive ? '' : ', { threadSensitive: false }'
    this.#statements.push(`const ${name} = ${imports.want(runtimePackage, 'syncToAsync')}(${reference}${options})`)
    return name
  }

  /** One that the file has already. */
  #wrapperOf(reference: string): string | undefined {
    for (const statement of this.#source.program.body) {
      if (statement.type !== 'VariableDeclaration' || statement.kind !== 'const') continue
      for (const { id, init } of statement.declarations) {
        const isWrapper = init?.type === 'CallExpression' && init.callee.type === 'Identifier' && init.callee.name === 'syncToAsync'
        const wrapped = isWrapper ? init.arguments[0] : undefined
        if (id.type === 'Identifier' && wrapped && this.#source.text.slice(wrapped.start, wrapped.end) === reference) return id.name
      }
    }
    return undefined
  }
}

/** The edit of the package.json in `folder` that brings the runtime in, where it isn't there. */
export function requireRuntime(edits: EditSet, folder: string): void {
  const edit = dependencyEdit(readManifest(folder))
  if (edit && edit !== 'unreadable') edits.replace(join(folder, 'package.json'), edit.start, edit.end, edit.text)
}
