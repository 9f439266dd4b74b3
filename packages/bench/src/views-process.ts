/** A process of the benches: what a view costs without a server; prints microseconds as JSON. */
import { createRequire } from 'node:module'
import { compose, createTask, syncToAsync, threadSensitiveContext, type View } from '@offloop/runtime'
import { medianOf } from './median.ts'

const { plainRequest, quick, quickAsync, session, locale, audit, before, after } = createRequire(import.meta.url)(
  './peers/views.js',
) as typeof import('./peers/views.ts')
const rounds = 5
const calls = 2000

/** Median microseconds of a call, one at a time, in a request's context. */
const measured = async (fn: () => Promise<unknown>): Promise<number> => {
  const figures: number[] = []
  for (let round = 0; round <= rounds; round++) {
    figures.push(
      await createTask(() =>
        threadSensitiveContext(async () => {
          const from = performance.now()
          for (let call = 0; call < calls; call++) await fn()
          return ((performance.now() - from) * 1000) / calls
        }),
      ),
    )
  }
  return medianOf(figures.slice(1))
}

const call = syncToAsync(quick as (request: typeof plainRequest) => unknown)
const [first, last] = [syncToAsync(before), syncToAsync(after)]
/** Each middleware adapted by itself: a trip before and a trip after, as a mixin does that knows nothing of its neighbours. */
const oneByOne = async (): Promise<unknown> => {
  let request = plainRequest
  for (let layer = 0; layer < 3; layer++) request = await first(request)
  let response = (await call(request)) as never
  for (let layer = 0; layer < 3; layer++) response = (await last(response)) as never
  return response
}
const [single, mixed, onLoop] = [compose(quick), compose(session, locale, audit, quick), compose(quickAsync)]
const bare = quickAsync as (request: typeof plainRequest) => Promise<ReturnType<View>>
const figures = {
  call: await measured(() => call(plainRequest)),
  view: await measured(() => single(plainRequest)),
  chain: await measured(() => mixed(plainRequest)),
  oneByOne: await measured(oneByOne),
  asyncView: await measured(() => onLoop(plainRequest)),
  bareAsync: await measured(() => bare(plainRequest)),
}
console.log(JSON.stringify(figures))
process.exit()
