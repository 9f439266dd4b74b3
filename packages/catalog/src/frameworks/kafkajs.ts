/** Where handlers begin in KafkaJS. */
import type { Handler } from '../entry.ts'

/** A consumer awaits its functions and tries again after a rejection. */
export const kafkajsHandlers: readonly Handler[] = [
  {
    id: 'kafkajs.consumer',
    framework: 'KafkaJS',
    module: 'kafkajs',
    receivers: ['new Kafka()', 'new default.Kafka()'],
    receiverTypes: ['Kafka', 'Consumer'],
    methods: ['run'],
    functions: [],
    decorators: [],
    optionKeys: ['eachMessage', 'eachBatch'],
    rejection: 'handled',
    source: 'https://kafka.js.org/docs/consuming',
  },
]
