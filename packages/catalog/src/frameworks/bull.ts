/** Where handlers begin in Bull. */
import type { Handler } from '../entry.ts'

/** A queue awaits its processor and marks a job as failed that rejects. */
export const bullHandlers: readonly Handler[] = [
  {
    id: 'bull.process',
    framework: 'Bull',
    module: 'bull',
    receivers: ['new default()', 'default()'],
    receiverTypes: ['Queue'],
    methods: ['process'],
    functions: [],
    decorators: [],
    optionKeys: [],
    rejection: 'handled',
    source: 'https://github.com/OptimalBits/bull/blob/develop/REFERENCE.md#queueprocess',
  },
]
