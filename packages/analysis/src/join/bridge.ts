/** Calls of what `asyncToSync` of the runtime package gives: the thread waits until the loop has run an async function. */
import type { BlockingApi } from '@offloop/catalog'
import type { Target } from './target.ts'

/** Such a call as the leaf of a chain. No entry of the catalogue: it is the project's own choice, and the runtime refuses it on the loop. */
export const bridgeApi: BlockingApi = {
  id: '@offloop/runtime.asyncToSync()',
  module: '@offloop/runtime',
  name: 'asyncToSync()',
  tier: 'wait',
  effect: 'process',
  remedy: 'offload',
  source: 'https://www.npmjs.com/package/@offloop/runtime',
}

/** True for `asyncToSync(load)(path)`, also by way of a variable. */
export function isBridgeCall(callee: readonly Target[]): boolean {
  return callee.some((each) => each.t === 'external' && each.module === '@offloop/runtime' && each.path === 'asyncToSync()')
}
