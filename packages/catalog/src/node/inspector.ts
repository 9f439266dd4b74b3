/** Blocking exports of node:inspector. */
import type { BlockingApi } from '../entry.ts'
import { apisOf } from '../row.ts'
import { docsOf } from './heading.ts'

/** What blocks in node:inspector. */
export const inspector: readonly BlockingApi[] = apisOf('node:inspector', 'https://nodejs.org/api/inspector.html', [
  {
    name: 'waitForDebugger',
    tier: 'wait',
    effect: 'process',
    twin: { module: 'node:inspector', name: 'open', form: 'manual', note: 'without wait it lets the loop run until a debugger comes' },
    source: docsOf('inspector', 'inspector.waitForDebugger()'),
  },
])
