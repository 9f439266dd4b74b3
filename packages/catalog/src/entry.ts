/** The two shapes that every tool reads: a blocking API, and a place where handlers begin. */

/**
 * How much a call costs, by kind, in falling order:
 * `spawn` starts a process and waits for it (5 ms to minutes), `cpu` computes (hashing, compressing, compiling),
 * `file` reads contents or changes anything on the disk, `database` queries, `metadata` asks the operating system for little: about names in the
 * file system (stat, exists), or for random bytes; `wait` parks the thread for as long as somebody else likes (`Atomics.wait`, prompts).
 */
export type Tier = 'spawn' | 'cpu' | 'file' | 'database' | 'metadata' | 'wait'

/**
 * What a call does to the world outside: it decides what may run at the same time as what.
 * `read` and `write` touch files or a database, `pure` depends on its arguments alone, `process` may do anything (it runs a program or foreign code, or talks to a person).
 */
export type Effect = 'read' | 'write' | 'pure' | 'process'

/**
 * The asynchronous equivalent of a blocking call.
 * `form` says how a call site is rewritten:
 * - `same`: same arguments, the promise resolves to the same value (`readFileSync` -> `readFile` of `node:fs/promises`).
 * - `promisify`: `name` is an error-first callback function with the same leading arguments (`gzipSync` -> `promisify(gzip)`).
 * - `exists`: `existsSync(p)` -> `access(p).then(() => true, () => false)`.
 * - `exec`: `execSync(command, options)` -> the `stdout` of a promisified `exec`; with no `encoding` the result is a Buffer.
 * - `exec-file`: the same for `execFileSync(file, args, options)`.
 * - `spawn`: `spawnSync(command, args, options)` -> what the child of `spawn` gives, put together in the same object.
 * - `manual`: there is an async way but its result or arguments have another shape; `note` says what to do.
 */
export interface Twin {
  readonly module: string
  /** As in `BlockingApi`; `FileHandle#read` is a method of what `open` of the module resolves to. */
  readonly name: string
  readonly form: 'same' | 'promisify' | 'exists' | 'exec' | 'exec-file' | 'spawn' | 'manual'
  /** For `promisify`: TypeScript type of the value, where the overloads make `util.promisify` pick the wrong one (`scrypt`). */
  readonly resultType?: string
  /** What differs, in one sentence, where something does. */
  readonly note?: string
  /** For `manual`: where the installed major is one of these, the call is rewritten in this way. */
  readonly byMajor?: readonly MajorTwin[]
}

/** The async form of a call in some majors of its module: `default` is the module itself called, `glob(…)` for `glob.sync(…)`. */
export interface MajorTwin {
  /** `[from, to]` inclusive. */
  readonly majors: readonly [number, number]
  readonly name: string
  readonly form: 'same' | 'promisify'
}

/** Says that what a function takes and gives is plain data, a copy of which on another thread is as good: nothing of it has methods, and no Buffer is given. */
export interface Crossing {
  /** Any Uint8Array is taken where bytes are: a copy of a Buffer is one. */
  readonly takesBytes?: boolean
  /** Names of options with which it gives, or writes into, what can't be copied: `reportDiagnostics`. */
  readonly exceptWith?: readonly string[]
}

/** A call that keeps its thread busy or asleep until it returns. */
export interface BlockingApi {
  /** `<module>.<name>`, with the `node:` prefix for builtins. The same in reports, lint findings and plans. */
  readonly id: string
  /** `node:fs`, `better-sqlite3`, or `globalThis` for globals. */
  readonly module: string
  /**
   * Path below the module: `readFileSync`; `default` for the module itself called (`module.exports = f`, `export default f`);
   * `Database#prepare` for a method of instances of the exported class or factory `Database` (`default#prepare` when that is the default export);
   * `Database#prepare#all` for a method of what such a method returns; `default#transaction()` for calling what it returns;
   * `Sharp.cache` for a static member.
   */
  readonly name: string
  /** Other paths to the same function: `DatabaseSync#prepare#all` leads to `StatementSync#all`. Look-up by name finds them; ids don't have them. */
  readonly aliases?: readonly string[]
  readonly tier: Tier
  readonly effect: Effect
  readonly twin?: Twin
  /** `await`: call the twin. `offload`: there is no twin, run the call on a thread with `syncToAsync`. */
  readonly remedy: 'await' | 'offload'
  /** For `offload`: its state belongs to one thread (database handles). */
  readonly threadSensitive?: boolean
  /** For `offload`: a function of a module (no method) that a tool may move to a thread with `syncToAsync(fn)`. */
  readonly crosses?: Crossing
  /** Blocks only if the last argument is not a function (`randomBytes(n)` against `randomBytes(n, callback)`). */
  readonly onlyWithoutCallback?: boolean
  /** Where this is documented. */
  readonly source: string
  /** First Node release that has the export, where it isn't in all supported ones: `>=22.5`. */
  readonly since?: string
}

/** Methods that a framework or the platform calls of its own accord. */
export interface CalledMembers {
  /** Classes and interfaces of the module: `Transform`. */
  readonly types: readonly string[]
  readonly names: readonly string[]
}

/** Exports that a framework calls because of where their file lies: `GET` of `app/orders/route.ts`. */
export interface ExportedHandlers {
  /** Regular expression for the file's path below the project's root, with `/`, without the extension. */
  readonly files: string
  /** Names of exports; `default` for the default export. Objects of functions (`actions`) count with all of them. */
  readonly names: readonly string[]
}

/** Code that is known to run on the served loop, by how it is registered. */
export interface Handler {
  /** Unique: `express@5.app`. */
  readonly id: string
  /** Name as people say it: `Express`. */
  readonly framework: string
  /** Module whose import makes the registration recognisable: `express`. */
  readonly module: string
  /** Range of majors of `module` that this entry describes, as `[from, to]` inclusive; absent = all. */
  readonly majors?: readonly [number, number]
  /**
   * How values that take registrations are made or typed, relative to the module: `default()` (the call of the default export), `Router()`, `default.Router()`,
   * `new Hono()`, and type names (`Express`, `FastifyInstance`) for parameters that are annotated with them.
   */
  readonly receivers: readonly string[]
  /** Type names of such receivers: `FastifyInstance`. */
  readonly receiverTypes: readonly string[]
  /** Methods of a receiver that register: `get`, `post`, `use`. Empty where only `functions` or `decorators` register. */
  readonly methods: readonly string[]
  /** Functions (or classes) of the module that take a handler: `createServer`. */
  readonly functions: readonly string[]
  /** Events of a receiver whose listeners are handlers, by whatever method they are added (`on`, `once`, `addListener`): `request`. Its other events are not requests. */
  readonly events?: readonly string[]
  /** Decorators of methods that make a handler (NestJS): `Get`. */
  readonly decorators: readonly string[]
  /**
   * Where the functions stand: `arguments` = every function among the arguments (arrays included); `options` = properties of an options object,
   * named in `optionKeys` (`fastify.route({ handler, preHandler })`); both may apply.
   */
  readonly optionKeys: readonly string[]
  /** Properties of an options object below which every function is a handler, whatever its name: `resolvers` of a GraphQL server. */
  readonly optionTrees?: readonly string[]
  /** Methods that are called of every class that extends or implements a type of the module: `canActivate` of a `CanActivate`. */
  readonly members?: readonly CalledMembers[]
  /** Is registered while requests are served, too: whoever does so need not be setting a server up. */
  readonly isAnytime?: boolean
  /** Functions that a framework finds by the file they are exported from. */
  readonly exports?: readonly ExportedHandlers[]
  /** Sync functions that are registered run on threads, only async ones on the loop. */
  readonly offloadsSync?: boolean
  /** What happens to the promise of an async handler: awaited and its rejection handled, or dropped (Express 4, node:http). */
  readonly rejection: 'handled' | 'unhandled'
  /** How a dropped rejection is passed on by hand: `next` = call the `next` parameter, `response` = answer 500 oneself. */
  readonly forward?: 'next' | 'response'
  /** `next` gives a promise of what comes after the middleware, for which it has to wait. */
  readonly nextIsPromise?: boolean
  /** What the promise of a handler gives is the answer: one that answers by its last parameter has to return that. */
  readonly answersByReply?: boolean
  /** Refuses an async function that takes a callback (`done`, `next`) as its last parameter. */
  readonly refusesDone?: boolean
  /** Where this is documented. */
  readonly source: string
}
