/** The shape of a codemod that needs one file at a time: a pure function from its text to edits, and to what stays with the reason. */
import type { Effects, Node } from '@offloop/analysis'
import type { Edit } from './plan/plan.ts'
import type { Source } from './rewrite/source.ts'

/** A flag that only some codemods have; its value is an option of the same name in camelCase. */
export interface CodemodFlag {
  /** As it is typed: `--style <how>`; without a value it is a switch. */
  readonly flag: string
  readonly meaning: string
  /** What it may be; everything else is refused. Any text where this is missing. */
  readonly values?: readonly string[]
}

/** Values of a codemod's own flags, by name in camelCase. */
export type OwnOptions = Readonly<Record<string, string | boolean>>

/** What is known beyond the file. Each answer is for certain: `false` also where nothing is known, as for a file on its own. */
export interface Facts {
  /** The value is a promise of the language itself, by its type. */
  isPromise(expression: Node): boolean
  /** The value is neither a promise nor anything else with a `then`, by its type. */
  isPlain(expression: Node): boolean
  /** Every function that the call can mean is async, or gives back a promise as far as the project's index can tell. */
  givesPromise(call: Node): boolean
  /** What running a call does, followed through the project; undefined where there is only the file. */
  readonly effects?: Effects
  /** The value is an array, by its type. */
  isArray(expression: Node): boolean
  /** The value is a text, by its type. */
  isText(expression: Node): boolean
  /** The value is neither null nor undefined, by its type. */
  isDefined(expression: Node): boolean
  /** The function is a handler of a framework. */
  handler(fn: Node): HandlerFacts | undefined
  /** How many parameters the functions take that an argument of a call can mean, the most; nothing where one is unknown. */
  parametersOf(call: Node, index: number): number | undefined
  /** The major of Express whose handlers the project has, if it is one. */
  express(): '4' | '5' | undefined
  /** The function that a call means, where it can mean no other. */
  calleeOf(call: Node): Node | undefined
  /** What the call gives back never rejects. */
  neverRejects(call: Node): boolean
}

/** A function that a framework calls with requests. */
export interface HandlerFacts {
  /** `express` */
  readonly module: string
  /** Somebody waits for its promise and takes a rejection: the framework, a patch of it, or what wraps the function. */
  readonly isAwaited: boolean
  /** Otherwise, how an error is passed on by hand. */
  readonly forward: 'next' | 'response' | undefined
  /** It stands in a call among the arguments of the registration. */
  readonly isWrapped: boolean
  /** It is called with the value of a parameter of the route after `next`. */
  readonly isParameter: boolean
  /** Others than the framework call it, too. */
  readonly isCalled: boolean
  /** What its promise gives is the answer. */
  readonly answersByReply: boolean
  /** A promise and a callback as the last parameter exclude each other. */
  readonly refusesDone: boolean
}

/** One file as a codemod of files sees it. */
export interface FileInput {
  /** Text, tree, comments and scopes. */
  readonly source: Source
  readonly options: OwnOptions
  readonly facts: Facts
}

/** A place that a codemod is about: a promise chain, a callback. */
export interface Place {
  readonly start: number
  readonly end: number
  /** How it is called in reports: `fetch(…).then`. */
  readonly label: string
}

/** Edits that belong together. Each is right without the others, and no two changes of a file overlap. */
export interface FileChange {
  /** Names the change in plans, together with its file: the function in which it is. The same in every run. */
  readonly name: string
  /** All that may read otherwise after it: a type error in here is its fault. */
  readonly start: number
  readonly end: number
  /** What becomes of the places, the first of which begins first. At least one. */
  readonly places: readonly Place[]
  /** Sorted, as `EditSet` gives them. */
  readonly edits: readonly Edit[]
  /** What a person should look at, a sentence each. */
  readonly notes: readonly string[]
}

/** A place that is left as it is. */
export interface LeftAlone extends Place {
  /** One of the codemod's reasons. */
  readonly reason: string
  /** What stands in the way here, as the end of "left alone: …". */
  readonly message: string
}

/** What a codemod makes of one file. */
export interface FileResult {
  readonly changes: readonly FileChange[]
  readonly left: readonly LeftAlone[]
  /** Edits that the changes which are taken need together: imports. Not called where none is taken. */
  together?(taken: readonly FileChange[]): readonly Edit[]
}

/** A migration of single files. */
export interface FileCodemod {
  readonly name: string
  readonly summary: string
  readonly scope: 'file'
  /** What a place is, in the singular: `promise chain`. */
  readonly subject: string
  /** Its own flags, besides those that all codemods of files have. */
  readonly flags?: readonly CodemodFlag[]
  /** Reasons for leaving a place alone, each with what a person can do. Its page explains every one of them. */
  readonly reasons: Readonly<Record<string, string>>
  /** Pure: the same file gives the same result. */
  change(input: FileInput): FileResult
}

/** Nothing is known beyond the file. */
export const noFacts: Facts = {
  isPromise: () => false,
  isPlain: () => false,
  givesPromise: () => false,
  isArray: () => false,
  isText: () => false,
  isDefined: () => false,
  handler: () => undefined,
  parametersOf: () => undefined,
  express: () => undefined,
  calleeOf: () => undefined,
  neverRejects: () => false,
}
