/** The project's tests, as the plan sees them: what becomes of them when a function that they call becomes async. */
import type { BlockingSite, CallSite, FunctionNode, Graph } from '@offloop/analysis'
import { relative } from 'node:path'
import type { Modules } from '../plan/modules.ts'
import type { EditSet } from '../edit/edits.ts'
import type { Obstacle } from '../rewrite/await.ts'
import { outer } from '../rewrite/source.ts'
import type { Sources } from '../rewrite/source.ts'
import { replacesClock } from './clock.ts'
import { doneObstacle, dropDone } from './done.ts'
import { mockViews } from './mock-makers.ts'
import { MockedApis } from './mocked-apis.ts'
import { Mocks } from './mocks.ts'
import { testRoleOf } from './test-calls.ts'
import { isAsserted, rewriteThrowAssertion, throwAssertionOf } from './throws.ts'
import type { ThrowAssertion } from './throws.ts'

/** A function that is given to an assertion, and the call that takes it. */
export interface AssertedSite {
  readonly kind: 'assertion'
  readonly site: CallSite
  readonly assertion: ThrowAssertion
}

/** Everything about tests that the plan asks and the edits need. */
export class ProjectTests {
  readonly #graph: Graph
  readonly #sources: Sources
  readonly #modules: Modules
  readonly #root: string
  readonly mocks: Mocks
  readonly #mockedApis: MockedApis

  constructor(graph: Graph, sources: Sources, modules: Modules, root: string) {
    this.#graph = graph
    this.#sources = sources
    this.#modules = modules
    this.#root = root
    this.mocks = new Mocks(graph, sources)
    this.#mockedApis = new MockedApis(graph, sources)
  }

  /**
   * What a call of a test framework or assertion makes of `fn`; undefined where the call is neither.
   * `step`: it waits, and the test around it must wait for it.
   */
  callback(fn: FunctionNode, site: CallSite): 'awaited' | 'step' | 'unread' | AssertedSite | Obstacle | undefined {
    const source = this.#sources.of(site.file)
    const call = source.callNode(site.call)
    const role = testRoleOf(call, source, this.#graph)
    if (role?.kind === 'group') return { reason: 'host-sync', message: `${site.call.calleeText} can't await its callback` }
    if (role) {
      const own = this.#sources.of(fn.file)
      const isLoose = role.isStep && outer(call).parent?.type === 'ExpressionStatement'
      return doneObstacle(own.functionNode(fn), role, own) ?? (isLoose ? 'step' : 'awaited')
    }
    if (mockViews.has(site.call.name)) return 'unread'
    return isAsserted(fn, site, source, this.#graph) ? this.#asserted(site) : undefined
  }

  #asserted(site: CallSite): AssertedSite | 'unread' | undefined {
    const source = this.#sources.of(site.file)
    const assertion = throwAssertionOf(source.callNode(site.call), source, {
      graph: this.#graph,
      dependencies: (file) => this.#modules.dependenciesOf(file),
    })
    if (!assertion) return undefined
    return assertion.form === 'unread' ? 'unread' : { kind: 'assertion', site, assertion }
  }

  /** Why a blocking call must keep its form for the sake of a test. */
  mockObstacle(site: BlockingSite): Obstacle | undefined {
    return this.#mockedApis.obstacle(site)
  }

  /** Writes what a function's new colour asks of the tests, besides its calls. */
  rewrite(edits: EditSet, fn: FunctionNode): void {
    this.mocks.rewrite(edits, fn)
    const source = this.#sources.of(fn.file)
    dropDone(edits, source.functionNode(fn), source, this.#graph)
  }

  /** Writes the assertion that is made about a function. */
  rewriteAssertion(edits: EditSet, { site, assertion }: AssertedSite): void {
    rewriteThrowAssertion(edits, site, assertion, this.#sources.of(site.file))
  }

  /** Tests that await with a clock of their own. */
  notes(functions: readonly FunctionNode[]): string[] {
    const notes: string[] = []
    const files = new Map<string, boolean>()
    for (const fn of functions) {
      const source = this.#sources.of(fn.file)
      const call = fn.summary.kind === 'module' ? undefined : source.functionNode(fn).parent
      if (!call || testRoleOf(call, source, this.#graph)?.kind !== 'awaited') continue
      if (!files.has(fn.file)) files.set(fn.file, replacesClock(source))
      if (files.get(fn.file))
        notes.push(
          `${relative(this.#root, fn.file)}:${fn.summary.line}: the test awaits while its clock is replaced; timers must be advanced with the async form`,
        )
    }
    return notes
  }
}
