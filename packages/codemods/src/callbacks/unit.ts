/** What becomes async as a whole: functions by the way in which they say that they are done, and the top level of a file. */
import type { Node } from '@offloop/analysis'
import type { Flow } from './async-library.ts'
import type { PromiseForm } from './forms.ts'
import type { Call, FunctionNode, Name } from './tree.ts'

/** Why something is left as it is. */
export interface Obstacle {
  readonly reason: string
  readonly message: string
}

/** The parameter with which a function says that it is done. */
export interface OwnCallback {
  /** Its binding. */
  readonly id: number
  readonly parameter: Name
  readonly index: number
}

/**
 * `result`: has an error-first callback of its own, and gives a promise instead. `test`: so does a test, whose runner takes either.
 * `executor`: what `new Promise` is given. `root`: nobody waits for it. `sync`: stays as it is; what it starts goes into a function of its own.
 */
export interface Unit {
  readonly kind: 'result' | 'test' | 'executor' | 'root' | 'sync'
  /** None for the top level. */
  readonly fn: FunctionNode | undefined
  readonly name: string
  readonly callback: OwnCallback | undefined
  /** Of an executor. */
  readonly reject: OwnCallback | undefined
  /** Stands against all places in it. */
  readonly obstacle: Obstacle | undefined
  /** What it throws at once ends the process, as a rejection does. */
  readonly isThrowFatal: boolean
  /** Expressions that others take the function from: they go on giving a function with a callback. */
  readonly exports: readonly Node[]
}

/** What a place calls. */
export type Target = { readonly form: PromiseForm } | { readonly fn: FunctionNode } | { readonly flow: Flow }

/** What is done about the error. */
export type ErrorPlan =
  /** It is passed on as it is: nothing to write. `cut`: the statement that did so; `from`: the condition before what is left. */
  | {
      readonly kind: 'pass'
      readonly cut?: Node
      readonly from?: { readonly start: number; readonly end: number }
      /** What was its other branch is all that is left. */
      readonly branch?: Node & { readonly type: 'IfStatement' }
    }
  /** Nobody looks at it. */
  | { readonly kind: 'ignore' }
  /** The first statement deals with it. `test`: only with errors that match. */
  | { readonly kind: 'catch'; readonly branch: Node & { readonly type: 'IfStatement' }; readonly test: Node | undefined }
  /** All is done only without one. */
  | { readonly kind: 'skip'; readonly branch: Node & { readonly type: 'IfStatement' } }
  /** It is kept in its variable. */
  | { readonly kind: 'keep' }

/** A callback that is written in place. */
export interface Inline {
  readonly fn: FunctionNode
  readonly error: Name | undefined
  readonly values: readonly Node[]
  readonly plan: ErrorPlan
  /** What is left of its statements. */
  readonly body: readonly Node[]
}

/** A call with a callback that is awaited. */
export interface Place {
  readonly call: Call
  /** An expression statement, a `return`, or the body of an arrow. */
  readonly statement: Node
  readonly target: Target
  /** None where the callback of the function around it is passed on. */
  readonly inline: Inline | undefined
  /** Goes into an async function of its own, that nobody waits for. */
  readonly isDetached: boolean
  /** The function was left here, and its callback goes on to its end: `return` is written after it. */
  readonly endsWithReturn: boolean
}

/** A call of the own callback. */
export interface Completion {
  readonly call: Call
  readonly statement: Node
  readonly kind: 'value' | 'error'
  /** Given back, or thrown. */
  readonly value: Node | undefined
  /** The function ends here anyway. */
  readonly isLast: boolean
  /** A `return` that follows. */
  readonly trailing: Node | undefined
}

/** What becomes of a unit. */
export interface Analysis {
  readonly unit: Unit
  readonly places: readonly Place[]
  readonly completions: readonly Completion[]
  /** Calls in it that are left. */
  readonly left: ReadonlyMap<Call, Obstacle>
  /** Error branches that go on to the end of their callback: they end with `return` now. */
  readonly open: ReadonlySet<Node>
  readonly failure: Obstacle | undefined
  /** Says that it is done before it waits for anything. */
  readonly isSync: boolean
}
