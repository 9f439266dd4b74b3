/** Published packages that others wrote: servers and command-line tools, CommonJS, ES modules and TypeScript. */

export interface RealSubject {
  readonly name: string
  readonly version: string
  readonly kind: string
  /** Packages that its tests need, besides its own dependencies. */
  readonly testPackages?: readonly string[]
  /** Its own tests, where it ships them: run with Node before and after. Paths may be globs of the shell. */
  readonly test?: string
}

export const subjects: readonly RealSubject[] = [
  {
    name: 'st',
    version: '4.0.13',
    kind: 'static file server, ES modules',
    test: 'node --test --test-concurrency=1 $(find test -name "*-test.js")',
  },
  {
    name: 'mockserver',
    version: '3.1.1',
    kind: 'mock server, CommonJS',
    testPackages: ['mocha@5.2.0', 'mock-req@0.2.0'],
    test: 'npx mocha',
  },
  { name: 'express-fileupload', version: '1.5.2', kind: 'upload middleware, CommonJS' },
  {
    name: 'node-persist',
    version: '4.0.4',
    kind: 'storage library with an example server, CommonJS',
    testPackages: ['mocha@10.8.2', 'rimraf@3.0.2', 'chai@4.5.0'],
    test: 'npx mocha tests/ --exit',
  },
  {
    name: 'apimocker',
    version: '1.1.6',
    kind: 'mock server, CommonJS, Express 4',
    testPackages: ['mocha@5.2.0', 'chai@4.5.0', 'sinon@7.5.0', 'supertest@3.4.2'],
    test: 'npx mocha --exit test/*.js',
  },
  { name: 'http-server', version: '14.1.1', kind: 'static file server, CommonJS' },
  { name: 'live-server', version: '1.2.2', kind: 'development server, CommonJS' },
  { name: 'json-server', version: '1.0.0-beta.3', kind: 'REST server, ES modules' },
  { name: 'serverless-offline', version: '14.8.2', kind: 'server and CLI, ES modules' },
  { name: 'release-it', version: '20.2.1', kind: 'CLI, ES modules' },
  { name: '@web/dev-server-core', version: '0.7.5', kind: 'development server, TypeScript and its build' },
  { name: 'json-schema-to-typescript', version: '16.0.0', kind: 'CLI, TypeScript and its build' },
]
