/** Adds and takes away imported names, in the file's own style: ESM or CommonJS, `fs` or `node:fs`, quotes, semicolons. */
import type { Node } from '@offloop/analysis'
import { walk } from '@offloop/analysis'
import type { EditSet } from '../edit/edits.ts'
import { styleOf } from '../edit/style.ts'
import { AddedFunctions } from './added-functions.ts'
import { dropAliases } from './aliased.ts'
import { importStatements, isImportLike, sameModule, wholeModule, withPrefixOf } from './import-statements.ts'
import type { ImportStatement } from './import-statements.ts'
import type { Source } from './source.ts'

interface Wanted {
  readonly module: string
  readonly name: string
  readonly local: string
}

/** The import edits of one file; ask for names while call sites are rewritten, then `write` once. */
export class ImportEdits {
  readonly #source: Source
  readonly #statements: readonly ImportStatement[]
  readonly #wanted: Wanted[] = []
  readonly #released = new Map<string, number>()
  /** Imported already and wanted on: `randomBytes` is its own twin. */
  readonly #kept = new Set<string>()
  readonly #removed = new Set<Node>()
  readonly added = new AddedFunctions()

  constructor(source: Source) {
    this.#source = source
    this.#statements = importStatements(source)
  }

  /** The local name of `name` of `module`, importing it if need be. A name that is taken gets a suffix. */
  want(module: string, name: string): string {
    for (const each of this.#statements) {
      if (!sameModule(each.module, module)) continue
      const found = each.specifiers.find((specifier) => specifier.name === name)
      if (found) {
        this.#kept.add(found.local)
        return found.local
      }
    }
    const asked = this.#wanted.find((each) => each.module === module && each.name === name)
    if (asked) return asked.local
    const local = this.#freeName(name)
    this.#wanted.push({ module, name, local })
    return local
  }

  /** `fsp.readFile`, where the file has a module of Node as a whole and not that name of it; `at` is where it will be written. */
  memberOf(module: string, name: string, at: Node): string | undefined {
    const isNamed = this.#statements.some(
      (each) => sameModule(each.module, module) && each.specifiers.some((specifier) => specifier.name === name),
    )
    const whole = isNamed || !module.startsWith('node:') ? undefined : wholeModule(this.#source, module)
    const { scopes, program } = this.#source
    return whole !== undefined && scopes.lookup(whole, at) === scopes.lookup(whole, program) ? `${whole}.${name}` : undefined
  }

  /** One mention of an imported name is gone; with the last one its import goes too. */
  release(local: string): void {
    this.#released.set(local, (this.#released.get(local) ?? 0) + 1)
  }

  write(edits: EditSet): void {
    this.added.write(edits, this.#source)
    dropAliases(edits, this.#source, (local) => this.#isUnused(local))
    const style = styleOf(this.#source)
    let pending = [...this.#wanted]
    for (const statement of this.#statements) {
      const leaving = statement.specifiers.filter((each) => this.#isUnused(each.local))
      const joining = pending.filter((each) => sameModule(each.module, statement.module))
      if (leaving.length === 0 && joining.length === 0) continue
      pending = pending.filter((each) => !joining.includes(each))
      const staying = statement.specifiers.filter((each) => !leaving.includes(each))
      if (staying.length === 0 && joining.length === 0 && !statement.isWhole) {
        // the whole statement would be empty: its place is taken by the first module that is still asked for
        const module = pending.find((each) => !this.#statements.some((other) => sameModule(other.module, each.module)))?.module
        const heirs = pending.filter((each) => each.module === module)
        pending = pending.filter((each) => each.module !== module)
        if (module === undefined) this.#remove(edits, statement.statement)
        else {
          edits.replace(
            this.#source.file,
            statement.specifiers[0]!.node.start,
            statement.specifiers.at(-1)!.node.end,
            this.#names(heirs, statement),
          )
          edits.replace(this.#source.file, statement.literal.start, statement.literal.end, this.#literal(module, statement))
        }
        continue
      }
      this.#relist(
        edits,
        statement,
        leaving.map((each) => each.node),
        joining,
      )
    }
    const byModule = groupByModule(pending)
    if (byModule.size === 0) return
    const place = this.#placeForNew()
    const lines = [...byModule].map(([module, names]) => this.#statementText(module, names, style))
    edits.insert(
      this.#source.file,
      place.at,
      place.before
        ? lines.map((each) => each + style.newline).join('') + (place.isTop ? style.newline : '')
        : lines.map((each) => style.newline + each).join(''),
      10,
    )
  }

  /** Writes the list of names anew, with the separator that it has; a list that only grows is added to. */
  #relist(edits: EditSet, statement: ImportStatement, leaving: readonly Node[], joining: readonly Wanted[]): void {
    const { file, text } = this.#source
    const specifiers = statement.specifiers.map((each) => each.node)
    const names = this.#names(joining, statement)
    if (specifiers.length === 0) {
      const brace = text.indexOf('{', statement.statement.start)
      if (brace >= 0 && brace < statement.literal.start) edits.insert(file, brace + 1, ` ${names} `, 0)
      return
    }
    if (leaving.length === 0) {
      edits.insert(file, specifiers.at(-1)!.end, `, ${names}`, 0)
      return
    }
    const separator = specifiers[1] ? text.slice(specifiers[0]!.end, specifiers[1].start) : ', '
    const staying = specifiers.filter((each) => !leaving.includes(each)).map((each) => text.slice(each.start, each.end))
    const whole = statement.statement.type === 'ImportDeclaration' ? statement.statement.specifiers[0]! : undefined
    if (staying.length === 0 && names === '' && whole && !specifiers.includes(whole)) {
      // `import fs, { readFileSync }` is `import fs` now
      edits.replace(file, whole.end, text.indexOf('}', specifiers.at(-1)!.end) + 1, '')
      return
    }
    edits.replace(file, specifiers[0]!.start, specifiers.at(-1)!.end, [...staying, ...(names ? names.split(', ') : [])].join(separator))
  }

  #remove(edits: EditSet, statement: Node): void {
    this.#removed.add(statement)
    const { text, file } = this.#source
    let end = statement.end
    while (text[end] === ' ' || text[end] === '\t') end++
    if (text[end] === '\r') end++
    if (text[end] === '\n') end++
    edits.replace(file, statement.start, end, '')
  }

  #names(wanted: readonly Wanted[], statement: ImportStatement): string {
    const isEsm = statement.statement.type === 'ImportDeclaration'
    return wanted
      .map((each) => (each.local === each.name ? each.name : isEsm ? `${each.name} as ${each.local}` : `${each.name}: ${each.local}`))
      .join(', ')
  }

  #literal(module: string, like: ImportStatement): string {
    const quote = this.#source.text[like.literal.start]!
    return quote + withPrefixOf(module, like.module) + quote
  }

  #statementText(module: string, wanted: readonly Wanted[], style: ReturnType<typeof styleOf>): string {
    const { padding } = style
    const specifier = style.quote + (style.nodePrefix ? module : module.replace(/^node:/, '')) + style.quote
    if (style.isEsm)
      return `import {${padding}${wanted.map((each) => (each.local === each.name ? each.name : `${each.name} as ${each.local}`)).join(', ')}${padding}} from ${specifier}${style.semicolon}`
    return `const {${padding}${wanted.map((each) => (each.local === each.name ? each.name : `${each.name}: ${each.local}`)).join(', ')}${padding}} = require(${specifier})${style.semicolon}`
  }

  /** Where statements that use imported names can begin: behind the last import or top-level require that stays. */
  placeBelow(): number {
    return this.#source.program.body.findLast((node) => isImportLike(node) && !this.#removed.has(node))?.end ?? 0
  }

  /** After the last import or top-level require; in a file without any, before the first statement. */
  #placeForNew(): { at: number; before: boolean; isTop: boolean } {
    const last = this.#source.program.body.findLast(isImportLike)
    if (last) return { at: last.end, before: false, isTop: false }
    const first = this.#source.program.body.find((node) => !(node.type === 'ExpressionStatement' && 'directive' in node && node.directive))
    return { at: first?.start ?? this.#source.text.length, before: true, isTop: true }
  }

  #isUnused(local: string): boolean {
    const released = this.#released.get(local)
    return released !== undefined && !this.#kept.has(local) && released >= this.#mentions(local)
  }

  /** Mentions of a top-level name, the import itself not counted. */
  #mentions(local: string): number {
    const { scopes, program } = this.#source
    const id = scopes.lookup(local, program)
    let count = 0
    walk(program, (node) => {
      if (node.type === 'ImportDeclaration') return false
      if (node.type !== 'Identifier' || node.name !== local || scopes.lookup(local, node) !== id) return undefined
      const parent = node.parent
      if (parent?.type === 'MemberExpression' && parent.property === node && !parent.computed) return undefined
      if (parent?.type === 'Property' && parent.key === node && !parent.computed && !parent.shorthand) return undefined
      if (parent?.type === 'Property' && parent.parent?.type === 'ObjectPattern') return undefined
      if (parent?.type === 'VariableDeclarator' && parent.id === node) return undefined
      if (parent?.type === 'Property' && parent.shorthand && parent.key === node) return undefined
      count++
      return undefined
    })
    return count
  }

  #freeName(name: string): string {
    const taken = new Set([...this.#source.scopes.declarations.map((each) => each.name), ...this.#wanted.map((each) => each.local)])
    const isTaken = (candidate: string): boolean => taken.has(candidate)
    if (!isTaken(name)) return name
    for (let i = 1; ; i++) {
      const candidate = i === 1 ? `${name}Async` : `${name}Async${i}`
      if (!isTaken(candidate)) return candidate
    }
  }
}

/** What the rewriting of a call asks of a file's imports. */
export type Imports = Pick<ImportEdits, 'want' | 'memberOf' | 'release' | 'added'>

/** For edits in a copy of a text: what the text itself mentions goes on being mentioned. */
export function keeping(imports: ImportEdits): Imports {
  return {
    want: (module, name) => imports.want(module, name),
    memberOf: (module, name, at) => imports.memberOf(module, name, at),
    release: () => undefined,
    added: imports.added,
  }
}

function groupByModule(wanted: readonly Wanted[]): Map<string, Wanted[]> {
  const groups = new Map<string, Wanted[]>()
  for (const each of wanted) groups.set(each.module, [...(groups.get(each.module) ?? []), each])
  return groups
}
