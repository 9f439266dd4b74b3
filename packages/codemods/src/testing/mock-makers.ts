/** Mocks as data: the calls that make one, and what sets its result. */

/** Replace a member of an object: `spyOn(store, 'load')`, `sinon.stub(store, 'load')`, `mock.method(store, 'load')`. */
export const memberMockers: ReadonlySet<string> = new Set(['spyOn', 'stub', 'method', 'replace'])

/** Calls of tests that are given an object and call nothing of it: they replace a member by its name, or look at it. */
export const objectViews = /(?:^|\.)(?:spyOn|stub|mocked)$|(?:^|\.)(?:mock|sinon|sandbox)\.(?:method|replace)$|^expect$/

/** Replace a module: `vi.mock('./store', factory)`, `mock.module('./store', { namedExports })`. */
export const moduleMockers: ReadonlySet<string> = new Set(['mock', 'doMock', 'unstable_mockModule', 'mockModule', 'module'])

/** Give a mocked function's mock: `vi.mocked(load)`. */
export const mockViews: ReadonlySet<string> = new Set(['mocked'])

/** Make a mock function; the first argument is its implementation. */
export const mockFunctions: ReadonlySet<string> = new Set(['fn', 'fake', 'stub', 'spy'])

/** Set what a mock gives or throws, and what the same is called for a promise. */
export const resultSetters: Readonly<Record<string, string>> = {
  mockReturnValue: 'mockResolvedValue',
  mockReturnValueOnce: 'mockResolvedValueOnce',
  mockThrow: 'mockRejectedValue',
  mockThrowOnce: 'mockRejectedValueOnce',
  returns: 'resolves',
  throws: 'rejects',
  returnValue: 'resolveTo',
  throwError: 'rejectWith',
}

/** Take an implementation, which becomes async. */
export const implementationSetters: ReadonlySet<string> = new Set([
  'mockImplementation',
  'mockImplementationOnce',
  'withImplementation',
  'callsFake',
  'callFake',
])

/** Between a mock and what sets its result: `stub.withArgs('a').returns(1)`, `spy.and.returnValue(1)`. */
export const passedThrough: ReadonlySet<string> = new Set([
  'withArgs',
  'onCall',
  'onFirstCall',
  'onSecondCall',
  'onThirdCall',
  'and',
  'mock',
  'mockName',
  'named',
  'mockClear',
  'mockReset',
  'firstCall',
  'lastCall',
  'getCall',
])

/** Matchers and members that look at what a mock gave: that is a promise then. */
export const resultReaders: ReadonlySet<string> = new Set([
  'toHaveReturnedWith',
  'toHaveLastReturnedWith',
  'toHaveNthReturnedWith',
  'toReturnWith',
  'lastReturnedWith',
  'nthReturnedWith',
  'results',
  'returned',
  'alwaysReturned',
  'returnValues',
  'returnValue',
])

/** Packages that put another file system in the place of Node's when they are called; both its forms end in what they replace. */
export const fileSystemFakes: Readonly<Record<string, readonly string[]>> = { 'mock-fs': ['node:fs', 'node:fs/promises'] }
