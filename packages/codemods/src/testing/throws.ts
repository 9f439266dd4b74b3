/** Assertions about what a function throws, when the function becomes async. */
import type { CallSite, FunctionNode, Graph, Node } from '@offloop/analysis'
import { bare, nameOf } from '@offloop/analysis'
import type { EditSet } from '../edit/edits.ts'
import { depthOf, insertAwait } from '../rewrite/await.ts'
import type { Source } from '../rewrite/source.ts'
import { plainExpect, rejectingExpect, replayedMatchers, throwAssertions, throwMatchers, valueMatchers } from './assertions.ts'
import { testNameOf } from './test-calls.ts'
import type { TestName } from './test-calls.ts'

/**
 * `rename`: the assertion has a sister that awaits. `rejects`, `resolves`: so has the matcher. `replay`: a function that gives or throws what was awaited
 * stands in place of the callback. `unread`: the function is only looked at.
 */
export interface ThrowAssertion {
  readonly form: 'rename' | 'rejects' | 'resolves' | 'replay' | 'unread'
  /** New name, for `rename`. */
  readonly name?: string
  /** The call of the matcher, or of the assertion. */
  readonly whole: Node
}

/** What is asked of the project. */
export interface AssertionSearch {
  readonly graph: Graph
  /** Names of the packages that the package of this file depends on. */
  dependencies(file: string): readonly string[]
}

/** The assertion that a call makes about its first argument; undefined where it makes none that is known. */
export function throwAssertionOf(call: Node, source: Source, search: AssertionSearch): ThrowAssertion | undefined {
  if (call.type !== 'CallExpression') return undefined
  const name = testNameOf(call.callee, source, search.graph)
  const last = name?.names.at(-1)
  if (!name || last === undefined) return undefined
  if (last === 'expect' || (name.names.includes('expect') && last === 'soft')) return matcherOf(call, name, source, search)
  const promised = throwAssertions
    .filter((each) => name.module !== undefined && each.modules.includes(name.module) && Object.hasOwn(each.names, last))
    .map((each) => each.names[last]!)[0]
  if (promised === undefined) return undefined
  const canRename = promised !== last && bare(call.callee).type === 'MemberExpression'
  return canRename ? { form: 'rename', name: promised, whole: call } : { form: 'replay', whole: call }
}

/** Follows `expect(f).not.toThrow(…)` from the call of `expect` to its matcher. */
function matcherOf(call: Node, expect: TestName, source: Source, search: AssertionSearch): ThrowAssertion | undefined {
  const names: string[] = []
  let at = call
  for (let parent = at.parent; parent?.type === 'MemberExpression' && parent.object === at; parent = at.parent) {
    const name = nameOf(parent.property, parent.computed)
    if (name === undefined) return undefined
    names.push(name)
    at = parent
    const matcher = at.parent
    if (matcher?.type !== 'CallExpression' || matcher.callee !== at) continue
    if (valueMatchers.has(name) || names.includes('rejects')) return { form: 'unread', whole: matcher }
    if (throwMatchers.has(name)) return throwMatcher(matcher, names, expect, source, search)
    return replayedMatchers.has(name) ? { form: 'replay', whole: call } : undefined
  }
  return undefined
}

function throwMatcher(
  matcher: Node & { type: 'CallExpression' },
  names: readonly string[],
  expect: TestName,
  source: Source,
  search: AssertionSearch,
): ThrowAssertion {
  const known =
    expect.module === undefined
      ? !search.dependencies(source.file).some((each) => plainExpect.test(each)) ||
        search.dependencies(source.file).some((each) => rejectingExpect.has(each))
      : rejectingExpect.has(expect.module)
  if (!known) return { form: 'replay', whole: matcher }
  if (!names.includes('not')) return { form: 'rejects', whole: matcher }
  // "throws, but not this": neither of the two says that
  return matcher.arguments.length === 0 ? { form: 'resolves', whole: matcher } : { form: 'replay', whole: matcher }
}

/** True where the function is what the assertion calls, and not one that looks at the error. */
export function isAsserted(fn: FunctionNode, site: CallSite, source: Source, graph: Graph): boolean {
  const call = source.callNode(site.call)
  const first = call.type === 'CallExpression' ? call.arguments[0] : undefined
  if (!first) return false
  if (bare(first) === source.functionNode(fn) && fn.file === site.file) return true
  const value = site.call.args[0]
  return value !== undefined && graph.targets(site.file, value).some((each) => each.t === 'fn' && each.node === fn)
}

/** Writes the assertion in the form that awaits; `fn` is the callback's node, where it is written out there. */
export function rewriteThrowAssertion(edits: EditSet, site: CallSite, assertion: ThrowAssertion, source: Source): void {
  const call = source.callNode(site.call)
  if (call.type !== 'CallExpression') return
  const callback = call.arguments[0]!
  const { form, whole } = assertion
  if (form === 'unread') return
  if (form === 'replay') {
    replay(edits, callback, source)
    return
  }
  if (form === 'rename') {
    const callee = bare(call.callee)
    if (callee.type === 'MemberExpression') edits.replace(source.file, callee.property.start, callee.property.end, assertion.name!)
  } else {
    edits.insert(source.file, call.end, `.${form}`, 0)
    // `resolves` takes a promise alone
    if (form === 'resolves') callAtOnce(edits, callback, source)
  }
  insertAwait(edits, whole, source)
}

function callAtOnce(edits: EditSet, callback: Node, source: Source): void {
  const isName = callback.type === 'Identifier' || callback.type === 'MemberExpression' || callback.type === 'CallExpression'
  const depth = depthOf(callback)
  edits.insert(source.file, callback.start, isName ? '' : '(', depth - 1)
  edits.insert(source.file, callback.end, isName ? '()' : ')()', -depth + 1)
}

/** `await (async () => …)().then((value) => () => value, (error) => () => { throw error })` */
function replay(edits: EditSet, callback: Node, source: Source): void {
  const isName = callback.type === 'Identifier' || callback.type === 'MemberExpression' || callback.type === 'CallExpression'
  const depth = depthOf(callback)
  edits.insert(source.file, callback.start, isName ? 'await ' : 'await (', depth - 1)
  edits.insert(
    source.file,
    callback.end,
    `${isName ? '' : ')'}().then((value) => () => value, (error) => () => { throw error })`,
    -depth + 1,
  )
}
