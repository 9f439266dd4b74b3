/** How statements end, and what a function gives back. */
import type { Node } from '@offloop/analysis'
import { walk } from '@offloop/analysis'

/** A function with a body, of any kind. */
export type FunctionNode = Node & { readonly type: 'FunctionDeclaration' | 'FunctionExpression' | 'ArrowFunctionExpression' }

/** A `return` statement. */
export type Return = Node & { readonly type: 'ReturnStatement' }

/** True for a function with a body: a declaration, an expression (of a method, too), an arrow. */
export function isFunction(node: Node | null | undefined): node is FunctionNode {
  return node?.type === 'FunctionDeclaration' || node?.type === 'FunctionExpression' || node?.type === 'ArrowFunctionExpression'
}

/** Goes over what runs as part of the code below `root` itself: not into functions and classes in it. */
export function walkOwn(root: Node, enter: (node: Node) => void): void {
  walk(root, (node) => {
    if (node !== root && (isFunction(node) || node.type === 'ClassBody')) return false
    enter(node)
    return true
  })
}

/** The `return` statements of a function's body, or of a statement in it; those of a function that is declared there are its own. */
export function returnsIn(root: Node): Return[] {
  const found: Return[] = []
  if (isFunction(root)) return found
  walkOwn(root, (node) => {
    if (node.type === 'ReturnStatement') found.push(node)
  })
  return found
}

/** The statements of a function's body; none for the expression of an arrow. */
export function statementsOf(fn: FunctionNode): readonly Node[] | undefined {
  const body = fn.body as Node | null
  return body?.type === 'BlockStatement' ? body.body : undefined
}

/** Can control reach what follows the statements? Loops and `switch` count as if it always could. */
export function completes(statements: readonly Node[]): boolean {
  return statements.every(statementCompletes)
}

function statementCompletes(statement: Node): boolean {
  switch (statement.type) {
    case 'ReturnStatement':
    case 'ThrowStatement':
      return false
    case 'BlockStatement':
      return completes(statement.body)
    case 'IfStatement':
      return !statement.alternate || statementCompletes(statement.consequent) || statementCompletes(statement.alternate)
    case 'TryStatement': {
      if (statement.finalizer && !statementCompletes(statement.finalizer)) return false
      return statementCompletes(statement.block) || (statement.handler !== null && statementCompletes(statement.handler.body))
    }
    case 'SwitchStatement':
      return switchCompletes(statement)
    default:
      return true
  }
}

function switchCompletes({ cases }: Node & { readonly type: 'SwitchStatement' }): boolean {
  const breaks = cases.some((each) => each.consequent.some((own) => mentionsBreak(own)))
  const last = cases.at(-1)
  return breaks || !cases.some((each) => each.test === null) || last === undefined || completes(last.consequent)
}

function mentionsBreak(statement: Node): boolean {
  let found = false
  walkOwn(statement, (node) => (found ||= node.type === 'BreakStatement'))
  return found
}
