/** Answers: is this export of this module a blocking call? */
import type { BlockingApi, Handler } from './entry.ts'
import { childProcess } from './node/child_process.ts'
import { crypto } from './node/crypto.ts'
import { fs } from './node/fs.ts'
import { zlib } from './node/zlib.ts'

/** A set of entries with fast look-up. Immutable. */
export interface Catalog {
  readonly apis: readonly BlockingApi[]
  readonly handlers: readonly Handler[]
  /** The entry of `name` in `module`; `fs` and `node:fs` are the same module. */
  find(module: string, name: string): BlockingApi | undefined
  /** True where any entry is about this module, so that callers can skip the others early. */
  knows(module: string): boolean
  /** Handlers that are registered through this module. `major` narrows them where the installed version is known. */
  handlersOf(module: string, major?: number): readonly Handler[]
  byId(id: string): BlockingApi | undefined
}

/** Builds a catalogue from entries; a later entry with the same id replaces an earlier one. */
export function createCatalog(apis: readonly BlockingApi[], handlers: readonly Handler[]): Catalog {
  const byId = new Map(apis.map(each => [each.id, each]))
  const modules = new Set([...byId.values()].map(each => each.module))
  const own = (module: string): string => (modules.has(module) ? module : `node:${module}`)
  return {
    apis: [...byId.values()],
    handlers,
    find: (module, name) => byId.get(`${own(module)}.${name}`),
    knows: module => modules.has(own(module)),
    handlersOf: (module, major) =>
      handlers.filter(each => (each.module === module || each.module === `node:${module}`) && (major === undefined || !each.majors || (each.majors[0] <= major && major <= each.majors[1]))),
    byId: id => byId.get(id),
  }
}

const express = {
  framework: 'Express', module: 'express', receivers: ['default()', 'Router()', 'default.Router()'], receiverTypes: ['Express', 'Application', 'Router', 'IRouter'],
  methods: ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'all', 'use', 'param'], functions: [], decorators: [], optionKeys: [],
}

/** Node's builtins, the libraries and the frameworks that ship with this package. */
export const defaultCatalog: Catalog = createCatalog(
  [...fs, ...crypto, ...zlib, ...childProcess],
  [
    { id: 'express@4.app', ...express, majors: [0, 4], rejection: 'unhandled', forward: 'next', source: 'https://expressjs.com/en/guide/error-handling.html' },
    { id: 'express@5.app', ...express, majors: [5, 99], rejection: 'handled', source: 'https://expressjs.com/en/guide/error-handling.html' },
    {
      id: 'node:http.createServer', framework: 'node:http', module: 'node:http', receivers: ['createServer()'], receiverTypes: ['Server'], methods: [], functions: ['createServer'], decorators: [],
      optionKeys: [], rejection: 'unhandled', forward: 'response', source: 'https://nodejs.org/api/http.html#httpcreateserveroptions-requestlistener',
    },
  ],
)
