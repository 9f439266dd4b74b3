/** Debug mode: promises that nobody ever awaits, and errors of promises that nobody handles, with the call that made them. Taxes every promise of the process. */
import { promiseHooks } from 'node:v8'
import type { BlockingRecord, Frame } from '@offloop/catalog'
import { currentLabels } from '../request/labels.ts'
import { contextOf, currentRequest } from '../request/request.ts'
import type { RoutedRequest } from '../request/route.ts'
import { withStack } from '../stack/locate.ts'
import { captureLater } from '../stack/stack.ts'
import type { CallStack } from '../stack/stack.ts'
import { collectSoon } from './collect.ts'
import { floatingCall } from './floating-call.ts'

/** What is known of a promise that nothing else was made from. */
interface Made {
  readonly stack: () => CallStack
  readonly at: number
  readonly request: RoutedRequest | undefined
  readonly labels: ReturnType<typeof currentLabels>
  isHandled: boolean
  isSettled: boolean
}

/** What debug mode asks of its host. */
export interface PromiseHost {
  isInScope(stack: CallStack | readonly Frame[]): boolean
  report(record: BlockingRecord): void
  /** A fault of the detector itself. */
  fault(error: unknown): void
}

type Emit = (this: NodeJS.Process, event: string | symbol, ...args: unknown[]) => boolean

/** Watching promises. */
export interface PromiseWatch {
  /** At the end: reports what has settled and was never awaited, though somebody still holds it. */
  flush(): void
  stop(): void
}

/** Watches every promise that is made from now on. */
export function watchPromises(host: PromiseHost): PromiseWatch {
  const origins = new WeakMap<object, Made>()
  const open = new Set<Made>()
  let isReporting = false

  const guarded = (action: () => void): void => {
    isReporting = true
    try {
      action()
    } catch (error) {
      host.fault(error)
    } finally {
      isReporting = false
    }
  }
  const report = (kind: 'unawaited' | 'lost', made: Made | undefined, frames: readonly Frame[], detail?: string): void => {
    if (frames.length > 0 && !host.isInScope(frames)) return
    const at = made?.at ?? Date.now()
    host.report(
      withStack(
        {
          kind,
          api: kind,
          durationMs: 0,
          ...(detail !== undefined && { detail }),
          context: made ? contextOf(made.request, made.labels) : {},
          count: 1,
          at,
        },
        frames,
      ),
    )
  }
  /** Nobody can await it any more. */
  const onGone = (made: Made): void =>
    guarded(() => {
      if (!open.delete(made) || made.isHandled) return
      const frames = floatingCall(made.stack().whole())
      if (frames) report('unawaited', made, frames)
    })
  const registry = new FinalizationRegistry(onGone)
  const stopCollecting = collectSoon(() =>
    [...open].some(({ isSettled, isHandled, at }) => isSettled && !isHandled && at < Date.now() - 1000),
  )

  function onInit(promise: object, parent: object | undefined): void {
    if (isReporting) return
    const origin = parent && origins.get(parent)
    if (parent) {
      // `await` and `then` make a promise of another: that one is taken care of.
      if (origin) {
        origin.isHandled = true
        open.delete(origin)
        origins.set(promise, origin)
      }
      return
    }
    const made = {
      stack: captureLater(onInit),
      at: Date.now(),
      request: currentRequest(),
      labels: currentLabels(),
      isHandled: false,
      isSettled: false,
    }
    origins.set(promise, made)
    open.add(made)
    registry.register(promise, made)
  }
  function onSettled(promise: object): void {
    const made = origins.get(promise)
    if (made) made.isSettled = true
  }
  const stopHooks = promiseHooks.createHook({ init: onInit as never, settled: onSettled as never }) as () => void

  const own = Object.hasOwn(process, 'emit')
  const emit = process.emit as Emit
  const watching: Emit = function (event, ...args) {
    if (event === 'unhandledRejection')
      guarded(() => {
        const [reason, promise] = args as [unknown, object]
        const made = origins.get(promise)
        if (made) open.delete(made)
        const stack = made?.stack()
        report(
          'lost',
          made,
          stack ? (floatingCall(stack.whole()) ?? stack.mapped()) : [],
          reason instanceof Error ? `${reason.name}: ${reason.message}` : String(reason),
        )
      })
    return Reflect.apply(emit, this, [event, ...args])
  }
  process.emit = watching as typeof process.emit
  return {
    flush() {
      for (const made of [...open]) if (made.isSettled) onGone(made)
    },
    stop() {
      stopHooks()
      stopCollecting()
      open.clear()
      if (process.emit !== (watching as typeof process.emit)) return
      if (own) process.emit = emit as typeof process.emit
      else delete (process as { emit?: unknown }).emit
    },
  }
}
