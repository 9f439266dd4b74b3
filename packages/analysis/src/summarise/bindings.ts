/** What each binding, class member and export of a file may hold: every assignment in the file, in one walk. */
import type { Node, ParsedFile } from '../parse/file.ts'
import { addValue, summariseClass } from './classes.ts'
import { copiedFrom, putAt, take } from './collections.ts'
import type { HeldValues } from './collections.ts'
import { assignsExports, exportAll, exportName, exportNamed } from './exports.ts'
import type { Scopes } from './scopes.ts'
import type { Binding, ClassSummary, ExportSummary, Value } from './summary.ts'
import { valueOfMade, valueOfType } from './type-value.ts'
import { isExports, nameOf, valueOf } from './values.ts'

interface Mutable extends HeldValues {
  readonly props: Record<string, Value[]>[]
  readonly exports: ExportSummary[]
  readonly stars: string[]
}

/** What each name at the top of a module and in its scopes is bound to. */
export function summariseBindings(
  parsed: ParsedFile,
  scopes: Scopes,
): { bindings: Binding[]; classes: ClassSummary[]; exports: ExportSummary[]; stars: string[] } {
  const out: Mutable = {
    values: scopes.declarations.map(() => []),
    props: scopes.declarations.map(() => ({})),
    fields: scopes.classes.map(() => ({})),
    statics: scopes.classes.map(() => ({})),
    exports: [],
    stars: [],
  }
  const put = (name: string, at: Node, value: Value): void => {
    const id = scopes.lookup(name, at)
    if (id !== undefined && value.k !== 'unknown') out.values[id]!.push(value)
  }
  const bind = (pattern: Node, value: Value): void => {
    switch (pattern.type) {
      case 'Identifier':
        if (pattern.typeAnnotation) put(pattern.name, pattern, valueOfType(pattern.typeAnnotation, scopes))
        put(pattern.name, pattern, value)
        break
      case 'ObjectPattern': {
        const typed = valueOfType(pattern.typeAnnotation, scopes)
        for (const each of pattern.properties) {
          if (each.type === 'RestElement') continue
          const name = nameOf(each.key, each.computed)
          if (name === undefined) continue
          if (typed.k !== 'unknown') bind(each.value, { k: 'member', of: typed, name })
          bind(each.value, { k: 'member', of: value, name })
        }
        break
      }
      case 'ArrayPattern':
        for (const each of pattern.elements) if (each) bind(each, { k: 'item', of: value })
        // `for (const [name, value] of map)`: the pairs of a map or a table count as their values.
        if (pattern.elements.length === 2 && pattern.elements[1]) bind(pattern.elements[1], value)
        break
      case 'AssignmentPattern':
        bind(pattern.left, value)
        bind(pattern.left, valueOf(pattern.right, scopes))
        break
      case 'RestElement':
        bind(pattern.argument, { k: 'unknown' })
        break
      case 'TSParameterProperty':
        bind(pattern.parameter, value)
        break
    }
  }

  for (const node of parsed.nodes) {
    const fn = 'params' in node ? scopes.functionIndex(node) : undefined
    if (fn !== undefined && 'params' in node && Array.isArray(node.params) && node.type !== 'TSMethodSignature') {
      for (const [index, param] of (node.params as Node[]).entries()) bind(param, { k: 'param', fn, index })
    }
    switch (node.type) {
      case 'VariableDeclarator': {
        const loop = node.parent?.parent
        if (loop?.type === 'ForOfStatement' && loop.left === node.parent) bind(node.id, { k: 'item', of: valueOf(loop.right, scopes) })
        else {
          bind(node.id, valueOf(node.init, scopes))
          const made = valueOfMade(node.init, scopes)
          // what a pattern takes of nothing known would stand beside what it takes of a module
          if (made.k !== 'unknown') bind(node.id, made)
        }
        if (node.init && node.id.type === 'Identifier' && assignsExports(node.init, scopes)) {
          out.exports.push({ name: '=', value: { k: 'binding', id: scopes.lookup(node.id.name, node.id)! } })
        }
        break
      }
      case 'FunctionDeclaration':
      case 'TSDeclareFunction':
      case 'FunctionExpression':
        if (node.id && fn !== undefined) put(node.id.name, node.type === 'FunctionExpression' ? node : node.id, { k: 'fn', fn })
        break
      case 'ClassDeclaration':
      case 'ClassExpression':
      case 'TSInterfaceDeclaration':
        if (node.id) put(node.id.name, node.id, { k: 'class', cls: scopes.classIndex(node)! })
        break
      case 'TSTypeAliasDeclaration':
        put(node.id.name, node.id, valueOfType(node.typeAnnotation, scopes))
        break
      case 'ImportDeclaration':
        for (const each of node.specifiers) {
          const name =
            each.type === 'ImportDefaultSpecifier' ? 'default' : each.type === 'ImportNamespaceSpecifier' ? '*' : exportName(each.imported)
          put(each.local.name, node, { k: 'import', specifier: node.source.value, name })
        }
        break
      case 'TSImportEqualsDeclaration':
        if (node.moduleReference.type === 'TSExternalModuleReference')
          put(node.id.name, node, { k: 'import', specifier: node.moduleReference.expression.value, name: '=' })
        break
      case 'AssignmentExpression':
        assign(node, scopes, out, bind)
        break
      case 'ExportNamedDeclaration':
        exportNamed(node, scopes, out.exports)
        break
      case 'ExportDefaultDeclaration':
        out.exports.push({
          name: 'default',
          value:
            node.declaration.type === 'TSInterfaceDeclaration'
              ? { k: 'class', cls: scopes.classIndex(node.declaration)! }
              : valueOf(node.declaration, scopes),
        })
        break
      case 'ExportAllDeclaration':
        if (node.exported)
          out.exports.push({ name: exportName(node.exported), value: { k: 'import', specifier: node.source.value, name: '*' } })
        else out.stars.push(node.source.value)
        break
      case 'TSExportAssignment':
        out.exports.push({ name: '=', value: valueOf(node.expression, scopes) })
        break
      case 'CallExpression': {
        take(node, scopes, out)
        // `__exportStar(require('./x'), exports)` and `Object.assign(module.exports, require('./x'))`
        if (node.arguments.some((each) => isExports(each, scopes))) {
          for (const each of node.arguments) exportMembers(valueOf(each, scopes), out)
        }
        break
      }
    }
  }

  if (/\.d\.[cm]?ts$/u.test(parsed.file)) exportAll(parsed.program.body as Node[], scopes, out.exports)
  return {
    bindings: scopes.declarations.map((each) => ({
      name: each.name,
      start: each.start,
      values: out.values[each.id]!,
      props: out.props[each.id]!,
    })),
    classes: scopes.classes.map((node, index) => summariseClass(node, index, scopes, out)),
    exports: out.exports,
    stars: out.stars,
  }
}

/** All that a module or an object has goes out under its own names. */
function exportMembers(value: Value, out: Mutable): void {
  const [held = value] = value.k === 'binding' ? out.values[value.id]! : []
  if (held.k === 'import' && held.name !== 'default') out.stars.push(held.specifier)
  else if (held.k === 'object') for (const [name, each] of Object.entries(held.props)) out.exports.push({ name, value: each })
}

function assign(
  at: Node & { type: 'AssignmentExpression' },
  scopes: Scopes,
  out: Mutable,
  bind: (pattern: Node, value: Value) => void,
): void {
  const { left } = at
  const value = valueOf(at.right, scopes)
  if (isExports(left, scopes)) {
    out.exports.push({ name: '=', value })
    return
  }
  if (left.type === 'Identifier' || left.type === 'ObjectPattern' || left.type === 'ArrayPattern') {
    bind(left, value)
    return
  }
  if (left.type !== 'MemberExpression') return
  const name = nameOf(left.property, left.computed)
  const holder = left.object
  if (name === undefined) {
    if (!isExports(holder, scopes)) putAt(left, at.right, scopes, out)
    else if (copiedFrom(left, at.right)) exportMembers(valueOf(copiedFrom(left, at.right), scopes), out)
    return
  }
  if (isExports(holder, scopes)) out.exports.push({ name, value })
  else if (holder.type === 'Identifier') {
    const id = scopes.lookup(holder.name, at)
    if (id === undefined) return
    if (name === 'prototype' && value.k === 'object')
      for (const [key, held] of Object.entries(value.props)) addValue(out.props[id]!, `#${key}`, held)
    else addValue(out.props[id]!, name, value)
  } else if (
    holder.type === 'MemberExpression' &&
    holder.object.type === 'Identifier' &&
    nameOf(holder.property, holder.computed) === 'prototype'
  ) {
    const id = scopes.lookup(holder.object.name, at)
    if (id !== undefined) addValue(out.props[id]!, `#${name}`, value)
  } else if (holder.type === 'ThisExpression') {
    const self = valueOf(holder, scopes)
    if (self.k === 'this') addValue((self.isStatic ? out.statics : out.fields)[self.cls]!, name, value)
    else if (self.k === 'owner') addValue(out.props[self.id]!, self.onPrototype ? `#${name}` : name, value)
  }
}
