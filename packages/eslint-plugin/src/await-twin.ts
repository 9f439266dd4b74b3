/** Offers `await readFile(…)` for `readFileSync(…)` in an async function, where that edit is certain to parse and to resolve. */
import type { Finding } from '@offloop/analysis'
import type { TSESLint, TSESTree } from '@typescript-eslint/utils'
import { allNodes } from './ast/functions.ts'
import { twinReference } from './twin-reference.ts'
import type { Edit } from './twin-reference.ts'

/** The edit and the name of what is awaited. */
export interface AwaitedTwin {
  readonly name: string
  readonly fix: TSESLint.ReportFixFunction
}

/** Undefined wherever the edit would need more than the call and its import: callbacks, default parameters, other shapes of arguments. */
export function awaitTwin(sourceCode: Readonly<TSESLint.SourceCode>, { api, place }: Finding): AwaitedTwin | undefined {
  const { twin } = api
  // the module itself may be bound under any name
  if (twin?.form !== 'same' || twin.name === 'default') return undefined
  const call = callAt(sourceCode, place.start, place.end)
  if (!call || call.optional || call.parent.type === 'ChainExpression' || !isAwaitAllowed(call) || hasOtherShape(call)) return undefined
  const reference = twinReference(sourceCode, call, api.module, twin)
  if (!reference) return undefined
  const wrapped = needsParentheses(call)
  // A statement that begins with `(` continues the line before it in a file without semicolons.
  if (wrapped && beginsStatement(call)) return undefined
  const edits: Edit[] = [{ range: call.callee.range, text: `${wrapped ? '(' : ''}await ${reference.callee}` }, ...reference.edits]
  if (wrapped) edits.push({ range: [call.range[1], call.range[1]], text: ')' })
  return { name: twin.name, fix: (fixer) => edits.map(({ range, text }) => fixer.replaceTextRange(range, text)) }
}

const calls = new WeakMap<object, Map<number, TSESTree.CallExpression[]>>()

/** The call that begins there, and ends or has the end of its callee there. All calls of a file are collected at the first question. */
function callAt(sourceCode: Readonly<TSESLint.SourceCode>, start: number, end: number): TSESTree.CallExpression | undefined {
  let known = calls.get(sourceCode)
  if (!known) {
    calls.set(sourceCode, (known = new Map()))
    for (const node of allNodes(sourceCode.ast, sourceCode)) {
      if (node.type === 'CallExpression') known.set(node.range[0], [...(known.get(node.range[0]) ?? []), node])
    }
  }
  return known.get(start)?.find((node) => node.range[1] === end || node.callee.range[1] === end)
}

function isAwaitAllowed(call: TSESTree.Node): boolean {
  let child = call
  for (let node = call.parent; node; child = node, node = node.parent) {
    switch (node.type) {
      case 'ArrowFunctionExpression':
      case 'FunctionExpression':
      case 'FunctionDeclaration':
        return node.async && child === node.body
      case 'PropertyDefinition':
      case 'AccessorProperty':
      case 'StaticBlock':
      case 'Decorator':
        return false
      default:
    }
  }
  return false
}

/** Arguments that the promise API doesn't take: a file descriptor, `throwIfNoEntry`. */
function hasOtherShape(call: TSESTree.CallExpression): boolean {
  const [first] = call.arguments
  if (first?.type === 'Literal' && typeof first.value === 'number') return true
  if (first?.type === 'Identifier' && /^fd$|Fd$/u.test(first.name)) return true
  return call.arguments.some(
    (argument) =>
      argument.type === 'SpreadElement' ||
      (argument.type === 'ObjectExpression' &&
        argument.properties.some(
          (property) => property.type !== 'Property' || (property.key.type === 'Identifier' && property.key.name === 'throwIfNoEntry'),
        )),
  )
}

function needsParentheses(call: TSESTree.CallExpression): boolean {
  const { parent } = call
  switch (parent.type) {
    case 'MemberExpression':
      return parent.object === call
    case 'CallExpression':
    case 'NewExpression':
      return parent.callee === call
    case 'TaggedTemplateExpression':
    case 'TSNonNullExpression':
      return true
    case 'BinaryExpression':
      return parent.operator === '**' && parent.left === call
    case 'ClassDeclaration':
    case 'ClassExpression':
      return parent.superClass === call
    default:
      return false
  }
}

function beginsStatement(call: TSESTree.Node): boolean {
  for (let node = call.parent; node; node = node.parent) {
    if (node.range[0] !== call.range[0]) return false
    if (node.type === 'ExpressionStatement') return true
  }
  return false
}
