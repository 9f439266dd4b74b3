/** Finds reads that are awaited one after the other though none needs the one before. */
import { joinedAwaits } from '@offloop/analysis'
import type { TSESLint, TSESTree } from '@typescript-eslint/utils'
import { connectionsIn, isInTransaction } from '../ast/connections.ts'
import { allNodes, isWithin, ownNodes } from '../ast/functions.ts'
import { bare, shortText } from '../ast/names.ts'
import { isGuardName, isRetried, isSameSource, looksLikeRead } from '../ast/reads.ts'
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
      const isPlain = group.every(({ declarator: { id, init } }) => !id.typeAnnotation && init?.type === 'AwaitExpression')
      const edits = isPlain
        ? joinedAwaits({ text: sourceCode.text, kind: 'const', items: group.map(itemOf), comments: commentsIn(), fixed: fixedIn(group) })
        : undefined
      if (!edits) return []
      const fix = (fixer: TSESLint.RuleFixer) => edits.map(({ start, end, text }) => fixer.replaceTextRange([start, end], text))
      return [{ id: 'together' as const, slots: {}, fix }]
    }

    function itemOf({ statement, declarator, promise }: Read) {
      return { statement: rangeOf(statement), promise: rangeOf(promise), pattern: sourceCode.getText(declarator.id) }
    }

    function commentsIn() {
      return sourceCode
        .getAllComments()
        .map(({ type, range }) => ({ type: type === 'Line' ? ('Line' as const) : ('Block' as const), ...rangeOf({ range }) }))
    }

    function fixedIn(group: readonly Read[]) {
      return group.flatMap(({ promise }) =>
        [...allNodes(promise, sourceCode)].filter(({ type }) => type === 'TemplateElement').map(rangeOf),
      )
    }
  },
})

function rangeOf({ range: [start, end] }: { readonly range: readonly [number, number] }) {
  return { start, end }
}
