/** Finds reads that are awaited one after the other though none needs the one before. */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils'
import { connectionsIn, isInTransaction } from '../ast/connections.ts'
import { isFunction, isWithin, ownNodes } from '../ast/functions.ts'
import { bare, shortText } from '../ast/names.ts'
import { isGuardName, isSameSource, looksLikeRead } from '../ast/reads.ts'
import { beforeSteps } from '../ast/words.ts'
import { defineRule } from '../define-rule.ts'
import { stringList } from '../options.ts'

/** `const name = await call`. */
interface Read {
  readonly statement: TSESTree.VariableDeclaration
  readonly declarator: TSESTree.LetOrConstOrVarDeclarator
  /** What is awaited. */
  readonly promise: TSESTree.Expression
  readonly call: TSESTree.CallExpression
}

export default defineRule({
  name: 'prefer-concurrent-awaits',
  summary: 'Await reads together that do not need each other',
  preset: 'strict',
  options: { connections: stringList() },
  messages: {
    serial: '`{{later}}` waits for `{{first}}` (line {{line}}) and does not need it. Await both with `Promise.all`.',
    together: 'Await them together',
  },
  suggests: true,
  create({ sourceCode, options, openFile, report }) {
    return {
      BlockStatement: ({ body }) => check(body),
      Program: ({ body }) => check(body),
      SwitchCase: ({ consequent }) => check(consequent),
    }

    function check(statements: readonly TSESTree.Node[]): void {
      for (const group of groupsOf(statements)) {
        const [first, second] = group
        if (!first || !second || isRetried(first.statement) || isInTransaction(first.statement)) continue
        const when = openFile()?.index.when(first.statement)
        if (when === 'start-up' || when === 'elsewhere') continue
        const slots = {
          later: shortText(second.call, sourceCode),
          first: shortText(first.call, sourceCode),
          line: first.call.loc.start.line,
        }
        report(second.promise, 'serial', slots, suggestionsFor(group))
      }
    }

    /** Runs of reads of which none needs another. */
    function groupsOf(statements: readonly TSESTree.Node[]): Read[][] {
      const groups: Read[][] = []
      let open: Read[] = []
      for (const statement of statements) {
        const read = readOf(statement)
        if (read && open.length > 0 && open.every((earlier) => isIndependent(read, earlier))) {
          open.push(read)
          continue
        }
        groups.push(open)
        open = read ? [read] : []
      }
      return [...groups, open].filter(({ length }) => length > 1)
    }

    function readOf(statement: TSESTree.Node): Read | undefined {
      if (statement.type !== 'VariableDeclaration' || statement.kind !== 'const' || statement.declarations.length !== 1) return undefined
      const [declarator] = statement.declarations
      const awaited = declarator?.init ? bare(declarator.init) : undefined
      if (!declarator || awaited?.type !== 'AwaitExpression') return undefined
      const call = beforeSteps(awaited.argument)
      if (call.type !== 'CallExpression' || !looksLikeRead(call, sourceCode)) return undefined
      for (const each of ownNodes(awaited.argument, sourceCode))
        if (/^(?:Await|Yield|Assignment|Update)Expression$/u.test(each.type)) return undefined
      if (boundNames(statement).some(({ name }) => isGuardName(name))) return undefined
      return { statement, declarator, promise: awaited.argument, call }
    }

    function isIndependent(later: Read, earlier: Read): boolean {
      if (boundNames(earlier.statement).some(({ references }) => references.some((each) => isWithin(each.identifier, later.declarator))))
        return false
      const held = connectionsIn(earlier.call, options.connections)
      if (connectionsIn(later.call, options.connections).some((name) => held.includes(name))) return false
      return !isSameSource(earlier.call, later.call, sourceCode)
    }

    function boundNames(statement: TSESTree.VariableDeclaration): readonly TSESLint.Scope.Variable[] {
      return sourceCode.getDeclaredVariables?.(statement) ?? []
    }

    function suggestionsFor(group: readonly Read[]) {
      const [start, end] = [group[0]!.statement.range[0], group.at(-1)!.statement.range[1]]
      const isPlain = group.every(({ declarator: { id, init } }) => !id.typeAnnotation && init?.type === 'AwaitExpression')
      const hasComment = sourceCode.getAllComments().some(({ range }) => range[0] >= start && range[1] <= end)
      if (!isPlain || hasComment) return []
      const indent = ' '.repeat(group[0]!.statement.loc.start.column)
      const names = group.map(({ declarator }) => sourceCode.getText(declarator.id)).join(', ')
      const promises = group.map(({ promise }) => sourceCode.getText(promise))
      const isLong = promises.join(', ').length + names.length > 80
      const list = isLong ? `\n${promises.map((each) => `${indent}  ${each},\n`).join('')}${indent}` : promises.join(', ')
      const stop = sourceCode.getText(group.at(-1)!.statement).endsWith(';') ? ';' : ''
      const text = `const [${names}] = await Promise.all([${list}])${stop}`
      return [{ id: 'together' as const, slots: {}, fix: (fixer: TSESLint.RuleFixer) => fixer.replaceTextRange([start, end], text) }]
    }
  },
})

/** In a `try` that a loop runs again. */
function isRetried(node: TSESTree.Node): boolean {
  let isTried = false
  for (let at: TSESTree.Node | undefined = node; at && !isFunction(at); at = at.parent) {
    if (at.type === 'TryStatement' && at.handler) isTried = true
    if (isTried && /^(?:For|ForOf|ForIn|While|DoWhile)Statement$/u.test(at.type)) return true
  }
  return false
}
