/** What a person should look at after chains were rewritten. */
import type { Node } from '@offloop/analysis'
import type { Source } from '../rewrite/source.ts'
import type { FunctionNode } from './completion.ts'
import { areCallersWaiting, callsBefore } from './becomes-async.ts'
import type { Decision, Decisions } from './decide.ts'
import { isQuiet } from './settled.ts'

/** Notes about one function's chains. */
export function notesFor(list: readonly Decision[], decisions: Decisions, source: Source): string[] {
  const notes = new Set<string>()
  for (const { host, base, steps, isWrapped } of list) {
    const isLoud = !isQuietBase(base, decisions)
    if (isLoud && steps.some((each) => each.failed))
      notes.add(`line ${lineOf(base, source)}: what is thrown while the first promise is made is caught like a rejection of it now`)
    if (isLoud && isWrapped)
      notes.add(`line ${lineOf(base, source)}: what is thrown while the first promise is made is a rejection that nobody waits for now`)
    const { fn } = host
    if (!fn || fn.async || isWrapped || areCallersWaiting(fn, source)) continue
    const isQuietCall = (call: Node): boolean => isQuietBase(call, decisions)
    if (callsBefore(fn, base.end, isQuietCall)) notes.add('what it throws before its first promise is a rejection now')
  }
  return [...notes]
}

/** Making the promise throws nothing: an async function, or one of the language, with plain arguments. */
function isQuietBase(node: Node, decisions: Decisions): boolean {
  const { provenance } = decisions
  if (node.type === 'Identifier' || node.type === 'ImportExpression') return true
  if (node.type === 'NewExpression') return provenance.isGlobal(node.callee, 'Promise')
  if (node.type !== 'CallExpression') return isQuiet(node)
  const fn = provenance.calleeOf(node)
  const isConsole =
    node.callee.type === 'MemberExpression' && node.callee.object.type === 'Identifier' && node.callee.object.name === 'console'
  const isCalm = isConsole || provenance.isCalm(node) || (fn !== undefined && becomesAsync(fn, decisions))
  return isCalm && node.arguments.every((each) => isQuiet(each) || isQuietBase(each, decisions) || isQuietList(each, decisions))
}

function becomesAsync(fn: FunctionNode, { chains }: Decisions): boolean {
  return [...chains.values()].some(({ host, isWrapped }) => host.fn === fn && !isWrapped)
}

/** `[load(1), load(2)]` */
function isQuietList(node: Node, decisions: Decisions): boolean {
  return node.type === 'ArrayExpression' && node.elements.every((each) => each !== null && (isQuiet(each) || isQuietBase(each, decisions)))
}

function lineOf(node: Node, { text }: Source): number {
  return text.slice(0, node.start).split('\n').length
}
