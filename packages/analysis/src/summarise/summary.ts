/** The shape of a file's summary: plain data from which a project is joined without looking at the syntax tree again. */

/**
 * What an expression may evaluate to, as far as its own file can tell.
 * `binding`, `fn` and `class` are indices into the summary's lists; names of other files are left for the join.
 */
export type Value =
  | { readonly k: 'fn'; readonly fn: number }
  | { readonly k: 'class'; readonly cls: number }
  | { readonly k: 'binding'; readonly id: number }
  /** `name`: an export's name, `default`, `*` for the namespace, `=` for `module.exports` as `require` returns it. */
  | { readonly k: 'import'; readonly specifier: string; readonly name: string }
  | { readonly k: 'member'; readonly of: Value; readonly name: string }
  | { readonly k: 'call'; readonly of: Value; readonly args: readonly Value[] }
  | { readonly k: 'new'; readonly of: Value }
  /** A value of another file; made where files are joined. */
  | { readonly k: 'placed'; readonly file: string; readonly value: Value }
  | { readonly k: 'object'; readonly props: Readonly<Record<string, Value>>; readonly open: boolean }
  | { readonly k: 'array'; readonly items: readonly Value[] }
  | { readonly k: 'this'; readonly cls: number; readonly isStatic: boolean }
  | { readonly k: 'super'; readonly cls: number; readonly isStatic: boolean }
  /** `of` is the type's name as a value: an instance of that class or interface. */
  | { readonly k: 'instance'; readonly of: Value }
  | { readonly k: 'param'; readonly fn: number; readonly index: number }
  | { readonly k: 'either'; readonly values: readonly Value[] }
  /**
   * An element of `of`: `list[0]`, the variable of a `for … of`, a member under a computed name. `name`: what is known of that, with `*` for the rest (`on*`);
   * `field`: the property from which it is read (`this[task.action]`).
   */
  | { readonly k: 'item'; readonly of: Value; readonly name?: string; readonly field?: string }
  /** `this` in a function that was assigned to a property (or, `onPrototype`, to the prototype) of a binding. */
  | { readonly k: 'owner'; readonly id: number; readonly onPrototype: boolean }
  | { readonly k: 'exports' }
  | { readonly k: 'global'; readonly name: string }
  | { readonly k: 'unknown' }

/** Which kind of code runs as one: a function, a method, a module's top level, a field's initialiser. */
export type FunctionKind = 'module' | 'function' | 'arrow' | 'method' | 'constructor' | 'getter' | 'setter' | 'static-block' | 'field'

/** A function body (index 0: the module's top level; `field`: initialisers of class fields, which run in the constructor). */
export interface FunctionSummary {
  readonly index: number
  /** As a person would call it: `load`, `Store.save`, `callback of map`. */
  readonly name: string
  readonly kind: FunctionKind
  readonly isAsync: boolean
  readonly isGenerator: boolean
  /** A declaration without a body: an overload, an abstract or interface method. */
  readonly isBodiless: boolean
  /** Its promise never rejects by itself, as far as its text tells: it catches all that it awaits but the calls that are passed on. */
  readonly catchesAll: boolean
  readonly start: number
  readonly end: number
  readonly line: number
  readonly column: number
  /** The function around it. */
  readonly parent: number
  /** The class whose member it is. */
  readonly cls?: number
  readonly isStatic: boolean
  readonly params: readonly string[]
  /** Positions of parameters that hold something where they are left out: `(sync = true)`. */
  readonly defaults?: readonly number[]
  /** What it returns, where that is a value the index can follow. */
  readonly returns: readonly Value[]
  readonly decorators: readonly Value[]
}

/** A class: its parents and members. */
export interface ClassSummary {
  readonly index: number
  readonly name: string
  readonly isInterface: boolean
  readonly start: number
  readonly parents: readonly Value[]
  readonly members: Readonly<Record<string, readonly Value[]>>
  readonly statics: Readonly<Record<string, readonly Value[]>>
  readonly construct?: number
  readonly getters: Readonly<Record<string, number>>
  readonly decorators: readonly Value[]
}

/** A name and what it is bound to. */
export interface Binding {
  readonly name: string
  readonly start: number
  /** Everything that is assigned to it; a parameter's own value first. */
  readonly values: readonly Value[]
  /** Assigned properties: `app.use = function () {}`; those of the prototype begin with `#`. */
  readonly props: Readonly<Record<string, readonly Value[]>>
}

/** How a value that isn't called is used. */
export type UseContext =
  | { readonly as: 'argument'; readonly call: number; readonly index: number; readonly inArray: boolean; readonly key?: string }
  | { readonly as: 'export' }
  | { readonly as: 'alias' }
  | { readonly as: 'object' }
  | { readonly as: 'type' }
  | { readonly as: 'receiver' }
  | { readonly as: 'other' }

/** One call or construction. */
export interface CallSummary {
  readonly index: number
  readonly kind: 'call' | 'new' | 'tag'
  /** The function in which it stands. */
  readonly fn: number
  readonly start: number
  readonly end: number
  readonly calleeStart: number
  readonly calleeEnd: number
  readonly line: number
  readonly column: number
  readonly calleeText: string
  /** Last name of the callee: `readFileSync` in `fs.readFileSync`. */
  readonly name: string
  readonly callee: Value
  readonly args: readonly Value[]
  readonly isAwaited: boolean
  /** What it rejects with, its function rejects with: awaited without a catch, or returned. */
  readonly isPassedOn: boolean
  /** First argument, where it is a string. */
  readonly text?: string
  readonly hasSpread: boolean
  /** `once`: behind a check that it has run before (`if (!config) config = load()`); `development`: behind one that keeps it out of production. */
  readonly guard?: 'once' | 'development'
  /** Functions of the file, by index, that empty what a guard `once` asks for, so that the call runs again. */
  readonly emptiedBy?: readonly number[]
  /** The parameters of its function, by index, without each of which the call is not made: `if (sync) …`. */
  readonly flags?: readonly number[]
  /** Positions of arguments that are written as nothing: `undefined`, `false`, `0`. */
  readonly falsy?: readonly number[]
}

/** A mention of a name or member that is not the callee of a call. */
export interface UseSummary {
  readonly fn: number
  readonly start: number
  readonly end: number
  readonly line: number
  readonly value: Value
  readonly context: UseContext
}

/** A name that a module exports, and what it stands for. */
export interface ExportSummary {
  readonly name: string
  readonly value: Value
}

/** Everything that other files may need to know of a file. */
export interface FileSummary {
  readonly file: string
  readonly functions: readonly FunctionSummary[]
  readonly classes: readonly ClassSummary[]
  readonly bindings: readonly Binding[]
  readonly calls: readonly CallSummary[]
  readonly uses: readonly UseSummary[]
  readonly exports: readonly ExportSummary[]
  /** `export * from`. */
  readonly stars: readonly string[]
  /** Names that are given as data, by the property that has them: `{ action: 'save' }`. */
  readonly texts: readonly { readonly field: string; readonly text: string }[]
  /** Every specifier that is imported or required, with how. */
  readonly imports: readonly { readonly specifier: string; readonly how: 'import' | 'require' | 'dynamic' | 'type' }[]
  readonly isModule: boolean
  /** Holds `parentPort` of `node:worker_threads`: it runs on a thread, not on the loop. */
  readonly isWorker: boolean
}
