/** What nodes are called: members, callees, and what a name was imported as. */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils'
import { bindingOf } from '../import-binding.ts'

type SourceCode = Readonly<TSESLint.SourceCode>

/** Takes off parentheses that the tree shows as nodes: optional chains and type assertions. */
export function bare(node: TSESTree.Node): TSESTree.Node {
  for (;;) {
    switch (node.type) {
      case 'ChainExpression':
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
      case 'TSTypeAssertion':
        node = node.expression
        break
      default:
        return node
    }
  }
}

/** What stands around a node, past optional chains and type assertions. */
export function parentPast(node: TSESTree.Node): TSESTree.Node | undefined {
  let at = node.parent
  while (at && bare(at) !== at) at = at.parent
  return at
}

/** The name of a member that is known without running: `b` in `a.b` and in `a['b']`. */
export function memberName(node: TSESTree.Node): string | undefined {
  if (node.type !== 'MemberExpression') return undefined
  const { property } = node
  if (!node.computed)
    return property.type === 'Identifier' ? property.name : `#${property.type === 'PrivateIdentifier' ? property.name : ''}`
  return property.type === 'Literal' && typeof property.value === 'string' ? property.value : undefined
}

/** A method call: its receiver and the method's name. */
export interface MethodCall {
  readonly receiver: TSESTree.Expression
  readonly method: string
}

/** The parts of `receiver.method(…)`. */
export function methodCall(node: TSESTree.Node): MethodCall | undefined {
  if (node.type !== 'CallExpression') return undefined
  const callee = bare(node.callee)
  const method = memberName(callee)
  return callee.type === 'MemberExpression' && method !== undefined ? { receiver: callee.object, method } : undefined
}

/** True for `Promise.all(…)` and the like, where `Promise` is the global. */
export function isGlobalCall(node: TSESTree.Node, object: string, methods: ReadonlySet<string>, sourceCode: SourceCode): boolean {
  const call = methodCall(node)
  return (
    call !== undefined &&
    methods.has(call.method) &&
    call.receiver.type === 'Identifier' &&
    call.receiver.name === object &&
    isGlobal(call.receiver, sourceCode)
  )
}

/** True where a name is declared nowhere in the file. */
export function isGlobal(name: TSESTree.Identifier, sourceCode: SourceCode): boolean {
  const variable = variableOf(name, sourceCode)
  return variable === undefined || variable.defs.length === 0
}

/** The variable that a name means at its place. */
export function variableOf(
  name: TSESTree.Identifier | TSESTree.JSXIdentifier,
  sourceCode: SourceCode,
): TSESLint.Scope.Variable | undefined {
  for (let scope: TSESLint.Scope.Scope | null = sourceCode.getScope(name); scope; scope = scope.upper) {
    const variable = scope.set.get(name.name)
    if (variable) return variable
  }
  return undefined
}

/** The export of a module that an expression names, through a named import, a namespace or a `require`. */
export function importedName(node: TSESTree.Node, sourceCode: SourceCode): { readonly module: string; readonly name: string } | undefined {
  const at = bare(node)
  if (at.type === 'Identifier') {
    const binding = bindingOf(sourceCode.getScope(at), at.name)
    if (binding?.kind === 'part') return { module: withoutNode(binding.module), name: binding.imported }
    return binding && { module: withoutNode(binding.module), name: 'default' }
  }
  const name = memberName(at)
  if (at.type !== 'MemberExpression' || name === undefined || at.object.type !== 'Identifier') return undefined
  const binding = bindingOf(sourceCode.getScope(at), at.object.name)
  return binding?.kind === 'whole' ? { module: withoutNode(binding.module), name } : undefined
}

const runtime = '@offloop/runtime'
const runtimeFiles = new WeakMap<SourceCode, boolean>()

/** True where an expression is the export `name` of the runtime package. */
export function isRuntimeName(node: TSESTree.Node, name: string, sourceCode: SourceCode): boolean {
  // Several rules ask of every call, and few files have the package at all.
  let isMentioned = runtimeFiles.get(sourceCode)
  if (isMentioned === undefined) runtimeFiles.set(sourceCode, (isMentioned = sourceCode.text.includes(runtime)))
  if (!isMentioned) return false
  const imported = importedName(node, sourceCode)
  return imported?.name === name && imported.module === runtime
}

function withoutNode(module: string): string {
  return module.replace(/^node:/u, '')
}

/** Source text on one line, shortened for a message. */
export function shortText(node: TSESTree.Node, sourceCode: SourceCode): string {
  const line = sourceCode.getText(node).replaceAll(/\s+/gu, ' ')
  return line.length > 50 ? `${line.slice(0, 47)}...` : line
}
