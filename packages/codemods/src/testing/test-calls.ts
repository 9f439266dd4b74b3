/** Names calls of test code after the framework's own functions: `it.each(table)(…)`, `t.test(…)`, `expect(…)`, `assert.throws(…)`. */
import type { Graph, Node } from '@offloop/analysis'
import { bare, nameOf } from '@offloop/analysis'
import { outer } from '../rewrite/source.ts'
import type { Source } from '../rewrite/source.ts'
import { globalTestFramework, modifiers, testFrameworks } from './frameworks.ts'
import type { TestFramework } from './frameworks.ts'

/** A function of a test framework, or of a package beside it. */
export interface TestName {
  /** Module that it comes from; absent for a global. */
  readonly module?: string
  /** Names from the module down; empty for the context that a test is given. */
  readonly names: readonly string[]
  /** A member of the context that a test is given. */
  readonly isContext?: boolean
}

/** What a call makes of its callback. */
export interface TestRole {
  readonly kind: 'awaited' | 'group'
  readonly framework: TestFramework
  readonly name: TestName
  /** The call gives a promise for which the test around it must wait. */
  readonly isStep: boolean
}

/** What a callee is in terms of its package; undefined where it is the project's own or unknown. */
export function testNameOf(callee: Node, source: Source, graph: Graph): TestName | undefined {
  const names: string[] = []
  for (let at = bare(callee); ;) {
    switch (at.type) {
      case 'CallExpression':
        at = bare(at.callee)
        break
      case 'TaggedTemplateExpression':
        at = bare(at.tag)
        break
      case 'ChainExpression':
        at = bare(at.expression)
        break
      case 'MemberExpression': {
        const name = nameOf(at.property, at.computed)
        if (name === undefined) return undefined
        names.unshift(name)
        at = bare(at.object)
        break
      }
      case 'Identifier': {
        const root = rootOf(at, source, graph)
        return root && { ...root, names: [...root.names, ...names] }
      }
      default:
        return undefined
    }
  }
}

function rootOf(identifier: Node & { type: 'Identifier' }, source: Source, graph: Graph): TestName | undefined {
  const id = source.scopes.lookup(identifier.name, identifier)
  if (id === undefined) return { names: [identifier.name] }
  const value = graph.summaries.get(source.file)?.bindings[id]?.values[0]
  if (value?.k === 'param') return contextOf(value.fn, source, graph)
  if (value?.k === 'member' && value.of.k === 'param') {
    const context = contextOf(value.of.fn, source, graph)
    return context && { ...context, names: [value.name] }
  }
  for (const target of graph.targets(source.file, { k: 'binding', id })) {
    if (target.t === 'external') return { module: target.module, names: namesOf(target.path) }
    if (target.t === 'global') return { names: namesOf(target.path) }
  }
  return undefined
}

/** `default.before()` -> `default`, `before`. */
function namesOf(path: string): string[] {
  return path === '' ? [] : path.replaceAll('()', '').split('.')
}

/** The first parameter of a test's callback is the test's context. */
function contextOf(fn: number, source: Source, graph: Graph): TestName | undefined {
  const node = source.scopes.functions[fn]!
  const { parent, child } = outer(node)
  if (parent?.type !== 'CallExpression' || !parent.arguments.includes(child as never)) return undefined
  const name = testRoleOf(parent, source, graph)?.name
  return name && { ...(name.module === undefined ? {} : { module: name.module }), names: [], isContext: true }
}

/** What a test framework makes of a callback of this call; undefined where the call is no test, hook or group. */
export function testRoleOf(call: Node, source: Source, graph: Graph): TestRole | undefined {
  if (call.type !== 'CallExpression') return undefined
  const name = testNameOf(call.callee, source, graph)
  if (!name) return undefined
  const framework = frameworkOf(name)
  if (!framework) return undefined
  const known = name.names.findLast((each) => !modifiers.has(each)) ?? 'default'
  const isStep = framework.steps?.includes(name.isContext === true ? `t.${known}` : known) ?? false
  if (framework.groups.includes(known)) return { kind: 'group', framework, name, isStep }
  return framework.awaited.includes(known) ? { kind: 'awaited', framework, name, isStep } : undefined
}

function frameworkOf(name: TestName): TestFramework | undefined {
  return name.module === undefined ? globalTestFramework : testFrameworks.find((each) => each.modules.includes(name.module!))
}
