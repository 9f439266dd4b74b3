/** Imports of files in which stores are rewritten: what the stores needed goes, with the whole module where nothing else mentions it. */
import type { Graph, Node } from '@offloop/analysis'
import { EditSet } from '../edit/edits.ts'
import { ImportEdits } from '../rewrite/imports.ts'
import { requiredName } from '../rewrite/import-statements.ts'
import type { Source } from '../rewrite/source.ts'
import { specifierOf } from './home.ts'
import type { FileImports } from './store.ts'

/** The imports of one file; `write` once, after the stores. */
export class StoreImports implements FileImports {
  readonly #source: Source
  readonly #graph: Graph
  readonly #imports: ImportEdits
  readonly #released = new Map<string, number>()

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

  /** A statement that goes gives its place to what is imported anew right after it. */
  write(edits: EditSet): void {
    const { file, text } = this.#source
    const own = new EditSet()
    this.#imports.write(own)
    const list = [...(own.files[0]?.edits ?? [])]
    for (const statement of this.#unused()) {
      const after = list.findIndex((each) => each.start === statement.end && each.end === statement.end)
      if (after >= 0) {
        const added = list.splice(after, 1).map((each) => each.text)
        edits.replace(file, statement.start, statement.end, added.join('').replace(/^\r?\n/, ''))
      } else edits.replace(file, statement.start, statement.end + (/^[\t ]*\r?\n/.exec(text.slice(statement.end))?.[0].length ?? 0), '')
    }
    for (const each of list) {
      if (each.start === each.end) edits.insert(file, each.start, each.text)
      else edits.replace(file, each.start, each.end, each.text)
    }
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
