/** Where sync calls run when it is not on threads of this process: the interface that an executor implements. */
import type { AnyFunction } from './async-brand.ts'
import type { Variables } from './cell.ts'
import { addressOf } from './threads/address.ts'
import { applyWritten, packContext } from './threads/carry.ts'

/** A context variable on its way: name and value as data; without a value it was deleted. */
export type PackedVariable = readonly [name: string, value?: unknown]

/** Context variables on their way. */
export interface PackedContext {
  /** Tells contexts apart, so that tokens know theirs. */
  readonly id: number
  readonly variables: readonly PackedVariable[]
}

/** The caller's context variables, for executors that take them along. */
export interface CallContext {
  /** The variables as they are now. */
  pack(): PackedContext
  /** Brings home what the function has written. */
  apply(written: readonly PackedVariable[]): void
}

/** One call for an executor. */
export interface ExecutorCall {
  /** The function as it was given, where it was given as one. */
  readonly fn: AnyFunction | undefined
  /** Its name. */
  readonly name: string
  readonly args: readonly unknown[]
  readonly signal: AbortSignal | undefined
  /** Milliseconds from the start of the call. */
  readonly timeout: number | undefined
  readonly context: CallContext
  /** The URL of the module that exports it, and the path of the export; throws NotOffloadableError where there is none. */
  locate(): { readonly module: string; readonly name: string }
}

/** Runs sync calls elsewhere: another pool, another process, another machine. */
export interface Executor {
  /** Runs a call; called once for each. */
  run(call: ExecutorCall): Promise<unknown>
  /** Lets go of what it holds. */
  close(): Promise<void>
}

/** A call for an executor, of a function that is given as such or by its name. */
export function executorCall(
  target: AnyFunction | { readonly module: string | URL; readonly name: string },
  args: readonly unknown[],
  { signal, timeout, variables }: Pick<ExecutorCall, 'signal' | 'timeout'> & { readonly variables: Variables },
): ExecutorCall {
  const fn = typeof target === 'function' ? target : undefined
  const locate = (): { module: string; name: string } => {
    if (typeof target !== 'function') return { module: String(target.module), name: target.name }
    const { module, name = target.name } = addressOf(target)
    return { module, name }
  }
  const context: CallContext = {
    pack: () => ({ id: variables.id, variables: packContext(variables) }),
    apply: (written) => applyWritten(variables, written),
  }
  return { fn, name: target.name, args, signal, timeout, context, locate }
}
