/** Where a module hands a function out by name, and what must stand there so that it hands out the twin too. */
import type { Node } from '@offloop/analysis'
import { nameOf, walk } from '@offloop/analysis'
import { styleOf } from '../edit/style.ts'
import type { Source } from '../rewrite/source.ts'
import type { TwinUnit } from './twin-unit.ts'

/** A name under which a function can be had, and the text that makes its twin be had beside it. */
export interface Exposure {
  readonly file: string
  /** The function's name there: an export's name, `default`, `=` for `module.exports`, or a property of an object. */
  readonly key: string
  /** The twin's. */
  readonly name: string
  /** Names of all properties of the object that holds it. */
  readonly beside?: readonly string[]
  /** Other files see it; a property of a plain object is not known to be seen. */
  readonly isExport: boolean
  /** Where to insert; nothing for `export function`, whose copy is exported by itself. */
  readonly at?: number
  /** What to insert, given what the twin is called in the file. */
  readonly text?: (local: string) => string
  /** The twin's name in this file. */
  readonly local?: string
  /** The twin is imported into the file first. */
  readonly wanted?: { readonly module: string; readonly name: string }
}

/** All names under which the function of a unit is handed out in its own file. */
export function exposuresOf(unit: TwinUnit, twin: string, source: Source): readonly Exposure[] {
  const { scopes, program, file } = source
  const own = unit.binding!
  const id = scopes.lookup(unit.name, program)
  const found: Exposure[] = []
  const base = { file, local: twin }
  const keyed = (key: string): string => (key === unit.name ? twin : `${key}Async`)
  const holder = own.parent?.type === 'VariableDeclarator' ? own.parent.parent?.parent : own.parent?.parent
  if (holder?.type === 'ExportNamedDeclaration') found.push({ ...base, key: unit.name, name: twin, isExport: true })
  if (holder?.type === 'ExportDefaultDeclaration') found.push({ ...base, key: 'default', name: twin, isExport: true })
  if (id === undefined) return found
  const { newline, semicolon } = styleOf(source)
  walk(program, (node) => {
    if (node.type !== 'Identifier' || node.name !== unit.name) return undefined
    const { parent } = node
    if (parent?.type === 'ExportSpecifier' && parent.local === node && parent.parent?.type === 'ExportNamedDeclaration') {
      if (parent.parent.source) return undefined
      const key = parent.exported.type === 'Literal' ? String(parent.exported.value) : parent.exported.name
      const name = key === 'default' ? twin : keyed(key)
      found.push({
        ...base,
        key,
        name,
        isExport: true,
        at: parent.end,
        text: (local) => `, ${local === name ? name : `${local} as ${name}`}`,
      })
      return undefined
    }
    if (scopes.lookup(node.name, node) !== id) return undefined
    if (parent?.type === 'ExportDefaultDeclaration')
      found.push({
        ...base,
        key: 'default',
        name: twin,
        isExport: true,
        at: parent.end,
        text: (local) => `${newline}export { ${local} }${semicolon}`,
      })
    if (parent?.type === 'Property' && parent.value === node && parent.parent?.type === 'ObjectExpression') {
      const key = nameOf(parent.key, parent.computed)
      if (key === undefined) return undefined
      const name = keyed(key)
      const isExport = isModuleExports(parent.parent.parent)
      const text = (local: string): string => `, ${local === name ? name : `${name}: ${local}`}`
      found.push({ ...base, key, name, isExport, at: parent.end, text, beside: keysOf(parent.parent) })
    }
    if (parent?.type === 'AssignmentExpression' && parent.right === node && parent.left.type === 'MemberExpression') {
      const statement = statementOf(parent)
      const key = parent.left.property.type === 'Identifier' && !parent.left.computed ? parent.left.property.name : undefined
      if (!statement || key === undefined) return undefined
      const whole = isModuleDotExports(parent.left)
      const text = source.text.slice(whole ? parent.left.start : parent.left.object.start, whole ? parent.left.end : parent.left.object.end)
      const name = whole ? twin : keyed(key)
      found.push({
        ...{ ...base, key: whole ? '=' : key, name, isExport: whole || isExportsObject(parent.left.object) },
        ...{ at: statement.end, text: (local) => `${newline}${text}.${name} = ${local}${semicolon}` },
      })
    }
    return undefined
  })
  return found
}

function keysOf(object: Node & { type: 'ObjectExpression' }): string[] {
  return object.properties.flatMap((each) => (each.type === 'Property' ? (nameOf(each.key, each.computed) ?? []) : []))
}

/** `module.exports = { … }`. */
function isModuleExports(node: Node | null | undefined): boolean {
  return node?.type === 'AssignmentExpression' && node.left.type === 'MemberExpression' && isModuleDotExports(node.left)
}

function isModuleDotExports(node: Node & { type: 'MemberExpression' }): boolean {
  return (
    node.object.type === 'Identifier' &&
    node.object.name === 'module' &&
    node.property.type === 'Identifier' &&
    node.property.name === 'exports'
  )
}

function isExportsObject(node: Node): boolean {
  return (node.type === 'Identifier' && node.name === 'exports') || (node.type === 'MemberExpression' && isModuleDotExports(node))
}

/** The statement of its own that an assignment is, or the chain of assignments around it. */
function statementOf(assignment: Node): Node | undefined {
  let at: Node | null | undefined = assignment
  while (at?.type === 'AssignmentExpression') at = at.parent
  return at?.type === 'ExpressionStatement' && at.parent?.type === 'Program' ? at : undefined
}
