/** Names that a file gives to functions of a module itself: `const exists = fs.existsSync`, `const { readFileSync: read } = fs`. */
import type { BlockingSite, Graph, Node, Value } from '@offloop/analysis'
import { bare, nameOf, walk } from '@offloop/analysis'
import type { Twin } from '@offloop/catalog'
import type { EditSet } from '../edit/edits.ts'
import { styleOf } from '../edit/style.ts'
import { removeItem } from '../edit/list-items.ts'
import { freeName } from './free-name.ts'
import { requiredName, sameModule } from './import-statements.ts'
import type { Imports } from './imports.ts'
import type { Source } from './source.ts'

/** The declaration of such a name. */
export interface Alias {
  readonly local: string
  readonly isTopLevel: boolean
  /** `fs` of `fs.existsSync`, where the name has one value. */
  readonly object?: Node & { readonly type: 'Identifier' }
  /** The declarator and its two values, where a condition chooses one: `follow ? fs.statSync : fs.lstatSync`. */
  readonly choice?: { readonly declarator: Node; readonly members: readonly (Node & { readonly type: 'MemberExpression' })[] }
}

/** The alias through which a blocking call is made. */
export function aliasOf(site: BlockingSite, callee: Node, source: Source, graph: Graph): Alias | undefined {
  if (callee.type !== 'Identifier') return undefined
  const { scopes } = source
  const id = scopes.lookup(callee.name, callee)
  const binding = id === undefined ? undefined : graph.summaries.get(site.file)!.bindings[id]
  const declarator = id === undefined ? undefined : declaratorAt(scopes.declarations[id]!.start, source)
  const value = binding?.values.length === 1 ? binding.values[0]! : undefined
  const init = declarator?.init ? bare(declarator.init) : undefined
  if (id === undefined || !value || !declarator || !init) return undefined
  const name = { local: callee.name, isTopLevel: scopes.isTopLevel(id) }
  if (value.k === 'member') {
    const object = init.type === 'MemberExpression' ? bare(init.object) : init
    return isOfWhole(value, site, graph) ? { ...name, ...(object.type === 'Identifier' ? { object } : {}) } : undefined
  }
  if (value.k !== 'either' || init.type !== 'ConditionalExpression' || !isSteady(init.test, declarator)) return undefined
  const members = [bare(init.consequent), bare(init.alternate)].flatMap((each) => (each.type === 'MemberExpression' ? [each] : []))
  const areTwins = members.every(({ property, computed }) => {
    const called = nameOf(property, computed) ?? ''
    return isPlainTwin(called, graph.catalog.find(site.api.module, called)?.twin, site)
  })
  const areOfWhole = value.values.every((each) => each.k === 'member' && isOfWhole(each, site, graph))
  if (members.length !== 2 || !areTwins || !areOfWhole || members.some((each) => each.object.type !== 'Identifier')) return undefined
  return { ...name, choice: { declarator, members } }
}

/** What stands in place of the alias where its call becomes async. */
export function aliasTwin(edits: EditSet, alias: Alias, callee: Node, site: BlockingSite, source: Source, imports: Imports): string {
  const twin = site.twin!
  if (alias.choice) return chosenTwin(edits, alias, alias.choice, source)
  const { object } = alias
  const isVisible = object && source.scopes.lookup(object.name, callee) === source.scopes.lookup(object.name, object)
  const isMember = !twin.name.includes('#') && (sameModule(twin.module, site.api.module) || isPromisesOf(twin, site))
  if (!object || !isVisible || !isMember) return imports.want(twin.module, twin.name)
  return `${object.name}.${sameModule(twin.module, site.api.module) ? '' : 'promises.'}${twin.name}`
}

/** The same choice between the async forms, beside the one that there is. */
function chosenTwin(edits: EditSet, { local }: Alias, { declarator, members }: NonNullable<Alias['choice']>, source: Source): string {
  const name = freeName(`${local.replace(/Sync$/, '')}Async`, source.text)
  let text = source.text.slice(declarator.start, declarator.end)
  for (const { property } of [...members].reverse()) {
    const [start, end] = [property.start - declarator.start, property.end - declarator.start]
    text = `${text.slice(0, start)}promises.${text.slice(start, end).replace(/Sync$/, '')}${text.slice(end)}`
  }
  const statement = declarator.parent as Node & { type: 'VariableDeclaration' }
  const { newline, semicolon } = styleOf(source)
  const indent = /[ \t]*$/.exec(source.text.slice(0, statement.start))![0]
  const added = `const ${name}${text.slice(local.length)}${semicolon}`
  // the declaration may go as a whole: what stands before it stays
  if (statement.declarations.length === 1) edits.insert(source.file, statement.start, `${added}${newline}${indent}`, 0)
  else edits.insert(source.file, statement.end, `${newline}${indent}${added}`, 0)
  return name
}

/** Takes away aliases that nobody mentions any more. */
export function dropAliases(edits: EditSet, source: Source, isUnused: (local: string) => boolean): void {
  for (const statement of source.program.body) {
    if (statement.type !== 'VariableDeclaration') continue
    const list = statement.declarations
    const leaving = list.filter(({ id, init }) => init && isAlias(bare(init)) && namesIn(id).length > 0 && namesIn(id).every(isUnused))
    if (leaving.length === list.length) {
      edits.replace(source.file, statement.start, list.length === 1 ? lineEnd(statement.end, source.text) : statement.end, '')
      continue
    }
    for (const each of leaving) removeItem(edits, source.file, list, leaving, each)
    for (const { id, init } of list.filter((each) => !leaving.includes(each))) {
      if (id.type !== 'ObjectPattern' || !init || requiredName(init) !== undefined || init.type !== 'Identifier') continue
      const unused = id.properties.filter((each) => namesIn(each).every(isUnused))
      for (const each of unused) removeItem(edits, source.file, id.properties, unused, each)
    }
  }
}

function lineEnd(end: number, text: string): number {
  const rest = /^[ \t]*\r?\n?/.exec(text.slice(end))!
  return end + rest[0].length
}

/** `fs.existsSync`, `fs`, `require('fs').existsSync`, and a choice of such: reading it does nothing. */
function isAlias(init: Node): boolean {
  if (init.type === 'ConditionalExpression')
    return isAlias(bare(init.consequent)) && isAlias(bare(init.alternate)) && isSteadyTest(init.test)
  if (init.type === 'MemberExpression') return isAlias(bare(init.object)) || requiredName(init.object) !== undefined
  return init.type === 'Identifier'
}

function namesIn(pattern: Node): string[] {
  if (pattern.type === 'Identifier') return [pattern.name]
  const parts = pattern.type === 'ObjectPattern' ? pattern.properties : [pattern]
  return parts.flatMap((each) => (each.type === 'Property' && each.value.type === 'Identifier' ? [each.value.name] : ['']))
}

/** The value is a member of a module as a whole. */
function isOfWhole(value: Value & { readonly k: 'member' }, { file }: BlockingSite, graph: Graph): boolean {
  return graph.targets(file, value.of).some((each) => each.t === 'external' && (each.path === '' || each.path === 'default'))
}

/** Its name without `Sync`, in the module's promises. */
function isPlainTwin(name: string, twin: Twin | undefined, site: BlockingSite): boolean {
  return twin?.form === 'same' && name === `${twin.name}Sync` && isPromisesOf(twin, site)
}

function isPromisesOf(twin: Twin, { api }: BlockingSite): boolean {
  return sameModule(twin.module, `${api.module}/promises`)
}

/** The condition gives the same when it is asked once more in the same statement. */
function isSteady(test: Node, declarator: Node): boolean {
  const declaration = declarator.parent
  return declaration?.type === 'VariableDeclaration' && declaration.kind === 'const' && isSteadyTest(test)
}

function isSteadyTest(test: Node): boolean {
  let steady = true
  walk(test, (node) => {
    if (!/^(Identifier|MemberExpression|Literal|UnaryExpression|BinaryExpression|LogicalExpression)$/.test(node.type)) steady = false
    return steady
  })
  return steady
}

function declaratorAt(start: number, source: Source): (Node & { type: 'VariableDeclarator' }) | undefined {
  const found = source.nodes.find((each) => {
    if (each.type !== 'VariableDeclarator') return false
    if (each.id.type === 'Identifier') return each.id.start === start
    return each.id.type === 'ObjectPattern' && each.id.properties.some((part) => part.type === 'Property' && part.value.start === start)
  })
  return found?.type === 'VariableDeclarator' ? found : undefined
}
