/** Where handlers begin in BullMQ. */
import type { Handler } from '../entry.ts'

/** A worker awaits its processor and marks a job as failed that rejects. */
export const bullmqHandlers: readonly Handler[] = [
  {
    id: 'bullmq.Worker',
    framework: 'BullMQ',
    module: 'bullmq',
    receivers: [],
    receiverTypes: [],
    methods: [],
    functions: ['Worker'],
    decorators: [],
    optionKeys: [],
    rejection: 'handled',
    source: 'https://docs.bullmq.io/guide/workers',
  },
]
