/** Follows a value from where it is made to every mention of it, through exports and imports of the project's files. */
import type { Graph, Node } from '@offloop/analysis'
import { isExports, nameOf } from '@offloop/analysis'
import type { Source, Sources } from '../rewrite/source.ts'
import { importFormsOf } from './import-forms.ts'
import { memberOf } from './module-names.ts'

/** An expression that is the value. */
export interface Occurrence {
  readonly source: Source
  readonly node: Node
  /** `context` in `context.store`: the module as a whole, of which the value is a member. */
  readonly holder?: Node
}

/** Where the value leaves its file: what has to be written otherwise where its name changes. */
export interface ExportPlace {
  readonly source: Source
  readonly node: Node
  /** `=` for all that `require` gives. */
  readonly name: string
  readonly form: 'declaration' | 'specifier' | 'default' | 'assignment' | 'property'
}

/** A name that an import, or a re-export, binds to the value. */
export interface ImportPlace {
  readonly source: Source
  readonly node: Node
  readonly form: 'named' | 'default' | 'required' | 'required-whole' | 're-export'
}

/** All that was found. */
export interface Followed {
  readonly occurrences: readonly Occurrence[]
  readonly exports: readonly ExportPlace[]
  readonly imports: readonly ImportPlace[]
  /** Uses that can't be followed. */
  readonly lost: readonly { readonly source: Source; readonly node: Node }[]
}

/** Who imports what, asked once per plan. */
export class Follower {
  readonly #sources: Sources
  readonly #graph: Graph
  #importers: Map<string, { readonly file: string; readonly specifiers: Set<string> }[]> | undefined

  constructor(sources: Sources, graph: Graph) {
    this.#sources = sources
    this.#graph = graph
  }

  /** From the expression that makes the value: it initialises a variable, or is exported at once. */
  from(source: Source, made: Node): Followed {
    const trail = new Trail()
    const { parent } = made
    if (parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier') this.#declared(source, parent.id, trail)
    else if (!this.#exported(source, made, trail)) trail.lost.push({ source, node: made })
    return trail
  }

  /** From a variable, whatever it holds. */
  fromName(source: Source, name: Node & { readonly type: 'Identifier' }): Followed {
    const trail = new Trail()
    this.#declared(source, name, trail)
    return trail
  }

  #declared(source: Source, name: Node & { readonly type: 'Identifier' }, trail: Trail): void {
    const { scopes, references } = source
    const id = scopes.lookup(name.name, name)
    if (id === undefined || trail.seen.has(`${source.file}\0${id}`)) return
    trail.seen.add(`${source.file}\0${id}`)
    const declaration = name.parent?.parent
    if (declaration?.type === 'VariableDeclaration' && declaration.parent?.type === 'ExportNamedDeclaration') {
      trail.exports.push({ source, node: name, name: name.name, form: 'declaration' })
      this.#imported(source, name.name, trail)
    }
    for (const node of references.of(id)) {
      if (node.start === scopes.declarations[id]!.start) continue
      if (!this.#exported(source, node, trail)) trail.occurrences.push({ source, node })
    }
  }

  /** True where a mention is an export, which is followed. */
  #exported(source: Source, node: Node, trail: Trail): boolean {
    const { parent } = node
    const take = (place: Node, name: string, form: ExportPlace['form']): true => {
      trail.exports.push({ source, node: place, name, form })
      this.#imported(source, name, trail)
      return true
    }
    if (parent?.type === 'ExportSpecifier' && parent.local === node) return take(parent, nameOf(parent.exported, false) ?? '', 'specifier')
    if (parent?.type === 'ExportDefaultDeclaration') return take(parent, 'default', 'default')
    if (parent?.type === 'AssignmentExpression' && parent.right === node && parent.operator === '=') {
      const { left } = parent
      if (isExports(left, source.scopes) && left.type === 'MemberExpression') return take(parent, '=', 'assignment')
      const name = left.type === 'MemberExpression' && isExports(left.object, source.scopes) ? memberOf(left) : undefined
      return name !== undefined && take(parent, name, 'assignment')
    }
    if (parent?.type === 'Property' && parent.value === node && parent.parent?.type === 'ObjectExpression') {
      const assigned = parent.parent.parent
      const name = nameOf(parent.key, parent.computed)
      if (assigned?.type === 'AssignmentExpression' && isExports(assigned.left, source.scopes) && name !== undefined)
        return take(parent, name, 'property')
    }
    return false
  }

  #imported(source: Source, name: string, trail: Trail): void {
    if (trail.seen.has(`${source.file}\0=${name}`)) return
    trail.seen.add(`${source.file}\0=${name}`)
    for (const { file, specifiers } of this.#importersOf(source.file)) {
      const from = this.#sources.of(file)
      for (const form of importFormsOf(from, specifiers, source.hasModuleSyntax)) {
        if (form.name === '*' || (form.name === '=' && name !== '=')) this.#members(from, form.node, name, form.name === '*', trail)
        else if (form.name !== name) continue
        else if (form.reexportedAs !== undefined) {
          trail.imports.push({ source: from, node: form.node, form: 're-export' })
          this.#imported(from, form.reexportedAs, trail)
        } else if (form.node.type === 'Identifier') {
          trail.imports.push({ source: from, node: form.node, form: form.how })
          this.#declared(from, form.node, trail)
        } else if (!this.#exported(from, form.node, trail)) trail.occurrences.push({ source: from, node: form.node })
      }
    }
  }

  /** `context.store`, of a binding or an expression that is the module as a whole. */
  #members(source: Source, whole: Node, name: string, isNamespace: boolean, trail: Trail): void {
    const mentions =
      whole.type === 'Identifier'
        ? source.references.of(source.scopes.lookup(whole.name, whole) ?? -1).filter((each) => each.start !== whole.start)
        : [whole]
    for (const node of mentions) {
      const { parent } = node
      const member = parent?.type === 'MemberExpression' && parent.object === node ? memberOf(parent) : undefined
      if (member === name) trail.occurrences.push({ source, node: parent!, holder: node })
      else if (member === undefined && parent?.type !== 'ExpressionStatement' && parent?.type !== 'TSQualifiedName')
        trail.lost.push({ source, node })
      else if (member === 'default' && isNamespace && name === '=') trail.lost.push({ source, node })
    }
  }

  #importersOf(file: string): readonly { readonly file: string; readonly specifiers: Set<string> }[] {
    if (!this.#importers) {
      this.#importers = new Map()
      for (const [from, { imports }] of this.#graph.summaries) {
        for (const { specifier } of imports) {
          const target = this.#graph.resolve(from, specifier)
          if (!target || !('file' in target) || target.file === from) continue
          const list = this.#importers.get(target.file) ?? []
          this.#importers.set(target.file, list)
          const known = list.find((each) => each.file === from)
          if (known) known.specifiers.add(specifier)
          else list.push({ file: from, specifiers: new Set([specifier]) })
        }
      }
    }
    return this.#importers.get(file) ?? []
  }
}

class Trail {
  readonly seen = new Set<string>()
  readonly occurrences: Occurrence[] = []
  readonly exports: ExportPlace[] = []
  readonly imports: ImportPlace[] = []
  readonly lost: { source: Source; node: Node }[] = []
}
