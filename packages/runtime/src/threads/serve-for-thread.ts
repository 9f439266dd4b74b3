/** What this thread does for a thread it started: async calls on its loop, sync calls while it blocks. */
import type { Call, Link } from './link.ts'
import { serve } from './perform.ts'

/** Serves calls that come from a thread of a crew. */
export const serveForThread = (calls: readonly Call[], link: Link): void => serve(calls, link)
