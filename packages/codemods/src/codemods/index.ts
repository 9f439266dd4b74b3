/** Every codemod, in the order in which they are shown. */
import type { Codemod } from '../define-codemod.ts'
import syncToAsync from './sync-to-async.ts'

export const codemods: readonly Codemod[] = [syncToAsync]
