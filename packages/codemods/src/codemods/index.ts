/** The codemods, in order of name. Generated: `npm run generate`. */
import type { Codemod } from '../define-codemod.ts'
import callbacksToAwait from './callbacks-to-await.ts'
import globalsToContextVar from './globals-to-context-var.ts'
import handlersToAsync from './handlers-to-async.ts'
import sequentialToConcurrent from './sequential-to-concurrent.ts'
import syncToAsync from './sync-to-async.ts'
import thenToAwait from './then-to-await.ts'

/** The codemods, in order of name. */
export const codemods: readonly Codemod[] = [
  callbacksToAwait,
  globalsToContextVar,
  handlersToAsync,
  sequentialToConcurrent,
  syncToAsync,
  thenToAwait,
]
