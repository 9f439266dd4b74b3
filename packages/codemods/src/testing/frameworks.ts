/** Test frameworks as data: what each calls its tests, hooks and groups, and how a callback tells it that it has ended. */

/** One framework, or several that agree. */
export interface TestFramework {
  readonly modules: readonly string[]
  /** Run their callback as a test, or around tests, and wait for its promise. */
  readonly awaited: readonly string[]
  /** Take what their callback declares or gives at once: a promise is not waited for. */
  readonly groups: readonly string[]
  /** Those of `awaited` that give a promise for which the test around them must wait; `t.` before a member of a test's context. */
  readonly steps?: readonly string[]
  /** Position of the parameter that is called when a test has ended; a promise beside it is an error. */
  readonly done?: number
  /** Method of the test's context that says the same. */
  readonly end?: string
}

const bdd = ['it', 'test', 'before', 'after', 'beforeEach', 'afterEach', 'beforeAll', 'afterAll']
const moreTests = ['specify', 'xit', 'fit', 'xtest', 'xspecify', 'setup', 'teardown', 'suiteSetup', 'suiteTeardown']
const groups = ['describe', 'suite', 'context', 'xdescribe', 'fdescribe', 'xcontext']
/** Factories of mocked modules: vitest waits for theirs, jest doesn't. */
const factories = ['mock', 'doMock']

/** Frameworks whose functions are imported. */
export const testFrameworks: readonly TestFramework[] = [
  { modules: ['mocha', '@jest/globals', 'bun:test'], awaited: [...bdd, ...moreTests], groups: [...groups, ...factories], done: 0 },
  { modules: ['vitest'], awaited: [...bdd, 'onTestFinished', 'onTestFailed', 'aroundEach', 'aroundAll', ...factories], groups },
  { modules: ['node:test'], awaited: [...bdd, 'default'], groups, steps: ['t.test'], done: 1 },
  { modules: ['ava'], awaited: ['default', 'test', 'before', 'after', 'beforeEach', 'afterEach', 'try', 'teardown'], groups: [] },
  {
    modules: ['tap', '@tapjs/core'],
    awaited: ['default', 'test', 'before', 'after', 'beforeEach', 'afterEach', 'teardown'],
    groups: [],
    end: 'end',
  },
  { modules: ['tape'], awaited: ['default', 'test', 'teardown'], groups: [], end: 'end' },
  { modules: ['uvu'], awaited: ['test', 'suite', 'before', 'after'], groups: [] },
  {
    modules: ['@playwright/test'],
    awaited: ['test', 'step', 'beforeEach', 'afterEach', 'beforeAll', 'afterAll'],
    groups: ['describe'],
    steps: ['step'],
  },
]

/** Functions that mocha, jest and jasmine put into the global scope. */
export const globalTestFramework: TestFramework = {
  modules: [],
  awaited: [...bdd, ...moreTests],
  groups: [...groups, ...factories],
  done: 0,
}

/** Between the name of a test function and its call: `it.only`, `test.each(table)`, `test.extend(fixtures)`. */
export const modifiers: ReadonlySet<string> = new Set([
  'only',
  'skip',
  'todo',
  'each',
  'for',
  'concurrent',
  'sequential',
  'serial',
  'parallel',
  'failing',
  'fails',
  'fail',
  'always',
  'skipIf',
  'runIf',
  'extend',
  'macro',
])
