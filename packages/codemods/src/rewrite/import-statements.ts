/** The statements of a file that bind names of other modules. */
import type { Node } from '@offloop/analysis'
import { nameOf } from '@offloop/analysis'
import type { Source } from './source.ts'

/** A statement that binds names of a module: `import { a } from 'm'` or `const { a } = require('m')`. */
export interface ImportStatement {
  readonly statement: Node
  readonly module: string
  readonly literal: Node
  readonly specifiers: readonly { readonly node: Node; readonly name: string; readonly local: string }[]
  readonly isWhole: boolean
}

/** `fs` and `node:fs` are one module. */
export function sameModule(a: string, b: string): boolean {
  return a.replace(/^node:/, '') === b.replace(/^node:/, '')
}

/** The module of `require('m')`. */
export function requiredName(init: Node): string | undefined {
  return init.type === 'CallExpression' &&
    init.callee.type === 'Identifier' &&
    init.callee.name === 'require' &&
    init.arguments[0]?.type === 'Literal'
    ? String(init.arguments[0].value)
    : undefined
}

/** True for `const x = require('m')`. */
export function isRequireStatement(node: Node): boolean {
  return node.type === 'VariableDeclaration' && node.declarations.some((each) => each.init && requiredName(each.init) !== undefined)
}

/** An import, or a require at the top level. */
export function isImportLike(node: Node): boolean {
  return node.type === 'ImportDeclaration' || isRequireStatement(node)
}

/** Imports of values and top-level requires, in order. */
export function importStatements(source: Source): ImportStatement[] {
  const found: ImportStatement[] = []
  for (const node of source.program.body) {
    if (node.type === 'ImportDeclaration' && node.importKind !== 'type') {
      const named = node.specifiers.filter((each) => each.type === 'ImportSpecifier')
      const whole = named.length < node.specifiers.length
      if (whole && named.length === 0) continue
      found.push({
        statement: node,
        module: node.source.value,
        literal: node.source,
        isWhole: whole,
        specifiers: named.map((each) => ({
          node: each,
          name: each.imported.type === 'Identifier' ? each.imported.name : String(each.imported.value),
          local: each.local.name,
        })),
      })
    } else if (node.type === 'VariableDeclaration' && node.declarations.length === 1) {
      const { id, init } = node.declarations[0]!
      const module = init ? requiredName(init) : undefined
      if (module === undefined || id.type !== 'ObjectPattern' || init?.type !== 'CallExpression') continue
      const specifiers = id.properties.flatMap((each) =>
        each.type === 'Property' && each.value.type === 'Identifier'
          ? [{ node: each as Node, name: nameOf(each.key, each.computed) ?? '', local: each.value.name }]
          : [],
      )
      if (specifiers.length === id.properties.length)
        found.push({ statement: node, module, literal: init.arguments[0]!, isWhole: false, specifiers })
    }
  }
  return found
}

/** The module with the prefix `node:` where the other one has it. */
export function withPrefixOf(module: string, like: string): string {
  return like.startsWith('node:') ? module : module.replace(/^node:/, '')
}

/** A whole-module binding that the file has: `fsp` of `import fsp from 'fs/promises'`. */
export function wholeModule({ program }: Source, module: string): string | undefined {
  for (const node of program.body) {
    if (node.type === 'ImportDeclaration' && node.importKind !== 'type' && sameModule(node.source.value, module)) {
      const whole = node.specifiers.find((each) => each.type !== 'ImportSpecifier')
      if (whole) return whole.local.name
    }
    if (node.type !== 'VariableDeclaration') continue
    for (const { id, init } of node.declarations) {
      const required = init ? requiredName(init) : undefined
      if (id.type === 'Identifier' && required !== undefined && sameModule(required, module)) return id.name
    }
  }
  return undefined
}
