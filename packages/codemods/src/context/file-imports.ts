/** Imports of files in which stores are rewritten: what the stores needed goes, with the whole module where nothing else mentions it. */
import type { Graph, Node } from '@offloop/analysis'
import { applyEdits } from '../edit/apply.ts'
import { EditSet } from '../edit/edits.ts'
import { styleOf } from '../edit/style.ts'
import { ImportEdits } from '../rewrite/imports.ts'
import { isImportLike, requiredName } from '../rewrite/import-statements.ts'
import type { Source } from '../rewrite/source.ts'
import { runtime } from './definitions.ts'
import { removeStatement } from './statements.ts'
import { specifierOf } from './home.ts'
import type { FileImports } from './store.ts'

/** The imports of one file; `write` once, after the stores. */
export class StoreImports implements FileImports {
  readonly #source: Source
  readonly #graph: Graph
  readonly #imports: ImportEdits
  readonly #released = new Map<string, number>()
  #usedFrom = Infinity

  constructor(source: Source, graph: Graph) {
    this.#source = source
    this.#graph = graph
    this.#imports = new ImportEdits(source)
  }

  want(module: string, name: string): string {
    return this.#imports.want(module, name)
  }

  release(local: string): void {
    this.#imports.release(local)
    this.#released.set(local, (this.#released.get(local) ?? 0) + 1)
  }

  specifierOf(file: string): string {
    return specifierOf(this.#source, file, this.#graph)
  }

  /** The offset of code that runs while the module loads and uses what is wanted. */
  usedFrom(offset: number): void {
    this.#usedFrom = Math.min(this.#usedFrom, offset)
  }

  /** A statement that goes gives its place to what is imported anew. It has to stand above its first use: CommonJS runs in order. */
  write(edits: EditSet): void {
    const { file, text } = this.#source
    const own = new EditSet()
    this.#imports.write(own)
    const list = [...(own.files[0]?.edits ?? [])]
    const last = this.#source.program.body.findLast(isImportLike)
    for (const statement of this.#unused()) {
      const gone = list.findIndex((each) => each.start <= statement.start && statement.end <= each.end)
      if (gone >= 0) list.splice(gone, 1)
      const added = last ? list.findIndex((each) => each.start === last.end && each.end === last.end) : -1
      if (added >= 0) {
        const texts = list.splice(added, 1).map((each) => each.text)
        edits.replace(file, statement.start, statement.end, texts.join('').replace(/^\r?\n/, ''))
      } else edits.replace(file, statement.start, statement.end + (/^[\t ]*\r?\n/.exec(text.slice(statement.end))?.[0].length ?? 0), '')
    }
    for (const statement of this.#source.program.body) {
      const inside = list.filter(
        (each) => isImportLike(statement) && statement.start <= each.start && each.end <= statement.end && each.start < each.end,
      )
      const joined = list.filter((each) => each.start === each.end && statement.start < each.start && each.start < statement.end)
      const all = [...inside, ...joined].sort((a, b) => a.start - b.start)
      if (statement.start <= this.#usedFrom || all.length === 0) continue
      const moved = applyEdits(
        text.slice(statement.start, statement.end),
        all.map((each) => ({ ...each, start: each.start - statement.start, end: each.end - statement.start })),
      )
      if (!moved.includes(runtime)) continue
      for (const each of all) list.splice(list.indexOf(each), 1)
      removeStatement(this.#source, statement, edits)
      edits.insert(file, this.#usedFrom, moved + styleOf(this.#source).newline)
    }
    for (const each of list) {
      const isLate = each.start === last?.end && each.start > this.#usedFrom
      if (each.start !== each.end) edits.replace(file, each.start, each.end, each.text)
      else if (isLate) edits.insert(file, this.#usedFrom, each.text.replace(/^(\r?\n)([^]*)$/, '$2$1'))
      else edits.insert(file, this.#aboveDocumentation(each.start), each.text)
    }
  }

  /** In a file without imports the first one goes above what documents the first statement. */
  #aboveDocumentation(at: number): number {
    const { comments, text, program } = this.#source
    const above = comments.findLast((each) => each.end <= at && text.slice(each.end, at).trim() === '')
    const documents =
      above !== undefined && above.value.startsWith('*') && /^\r?\n$/.test(text.slice(above.end, at)) && program.body[0]?.start === at
    return documents ? above.start : at
  }

  /** Statements that bind a module as a whole, which nothing mentions any more. */
  #unused(): Node[] {
    return this.#source.program.body.filter((node) => {
      const name = wholeName(node)
      const id = name && this.#source.scopes.lookup(name.name, name)
      if (!name || typeof id !== 'number') return false
      const mentions = this.#source.references.of(id).filter((each) => each.start !== name.start).length
      const released = this.#released.get(name.name)
      return released !== undefined && released >= mentions
    })
  }
}

/** The only name of `import cls from 'm'`, `import * as cls from 'm'`, `const cls = require('m')` or `import cls = require('m')`. */
function wholeName(node: Node): (Node & { readonly type: 'Identifier' }) | undefined {
  if (node.type === 'ImportDeclaration') {
    const [only, ...others] = node.specifiers
    return only && others.length === 0 && only.type !== 'ImportSpecifier'
      ? (only.local as Node & { readonly type: 'Identifier' })
      : undefined
  }
  if (node.type === 'TSImportEqualsDeclaration') return node.id as Node & { readonly type: 'Identifier' }
  if (node.type !== 'VariableDeclaration' || node.declarations.length !== 1) return undefined
  const { id, init } = node.declarations[0]!
  const at = init?.type === 'MemberExpression' ? init.object : init
  return id.type === 'Identifier' && at && requiredName(at) !== undefined ? (id as Node & { readonly type: 'Identifier' }) : undefined
}
