/** How a call site can name an async twin: through the import that is there, or through one that the edit adds. */
import type { Twin } from '@offloop/catalog'
import type { TSESLint, TSESTree } from '@typescript-eslint/utils'
import { bindingOf } from './import-binding.ts'
import type { Binding } from './import-binding.ts'

/** Text that replaces a range of the open file. */
export interface Edit {
  readonly range: readonly [number, number]
  readonly text: string
}

/** The new callee, and the edits of imports that it needs. */
export interface TwinReference {
  readonly callee: string
  readonly edits: readonly Edit[]
}

type SourceCode = Readonly<TSESLint.SourceCode>

/** Undefined where the name is taken, or where the import is in a shape that this doesn't edit. */
export function twinReference(
  sourceCode: SourceCode,
  call: TSESTree.CallExpression,
  module: string,
  twin: Twin,
): TwinReference | undefined {
  const { callee } = call
  const scope = sourceCode.getScope(call)
  if (callee.type === 'MemberExpression') {
    if (callee.computed || callee.object.type !== 'Identifier') return undefined
    const binding = bindingOf(scope, callee.object.name)
    if (binding?.kind !== 'whole') return undefined
    if (twin.module === module) return { callee: `${binding.local}.${twin.name}`, edits: [] }
    const promises = twin.module === 'node:fs/promises' && module === 'node:fs'
    return promises ? { callee: `${binding.local}.promises.${twin.name}`, edits: [] } : undefined
  }
  if (callee.type !== 'Identifier') return undefined
  const binding = bindingOf(scope, callee.name)
  if (binding?.kind !== 'part') return undefined
  const taken = bindingOf(scope, twin.name)
  if (taken) {
    const isTwin = taken.kind === 'part' && taken.imported === twin.name && withNode(taken.module) === withNode(twin.module)
    return isTwin && !binding.isOnlyUse ? { callee: twin.name, edits: [] } : undefined
  }
  if (isDeclared(scope, twin.name)) return undefined
  const edits = twin.module === module ? sameModuleEdits(binding, twin.name) : otherModuleEdits(sourceCode, binding, module, twin)
  return edits && { callee: twin.name, edits }
}

function sameModuleEdits({ element, isOnlyUse }: Binding & { kind: 'part' }, name: string): Edit[] {
  if (isOnlyUse) return [{ range: element.range, text: name }]
  return [{ range: [element.range[1], element.range[1]], text: `, ${name}` }]
}

function otherModuleEdits(sourceCode: SourceCode, binding: Binding & { kind: 'part' }, module: string, twin: Twin): Edit[] | undefined {
  const { statement, element, siblings, isOnlyUse, source } = binding
  const quote = source.raw.charAt(0)
  // `fs` stays `fs`: the file's own way of naming builtins.
  const specifier = binding.module === module ? twin.module : twin.module.replace(/^node:/u, '')
  const end = sourceCode.getText(statement).endsWith(';') ? ';' : ''
  const from = `${quote}${specifier}${quote}`
  const text =
    statement.type === 'ImportDeclaration'
      ? `import { ${twin.name} } from ${from}${end}`
      : `const { ${twin.name} } = require(${from})${end}`
  if (isOnlyUse && siblings.length === 1) return binding.isSole ? [{ range: statement.range, text }] : undefined
  const added: Edit = { range: [statement.range[1], statement.range[1]], text: `\n${text}` }
  return isOnlyUse ? [removalOf(element, siblings), added] : [added]
}

function removalOf(element: TSESTree.Node, siblings: readonly TSESTree.Node[]): Edit {
  const at = siblings.indexOf(element)
  const next = siblings[at + 1]
  const previous = siblings[at - 1]
  if (next) return { range: [element.range[0], next.range[0]], text: '' }
  return { range: [previous?.range[1] ?? element.range[0], element.range[1]], text: '' }
}

function isDeclared(from: TSESLint.Scope.Scope, name: string): boolean {
  for (let scope: TSESLint.Scope.Scope | null = from; scope; scope = scope.upper) {
    if (scope.set.has(name)) return true
  }
  return false
}

function withNode(module: string): string {
  return module.replace(/^node:/u, '')
}
