/** Where handlers begin in node-cron. */
import type { Handler } from '../entry.ts'

const schedule = {
  framework: 'node-cron',
  module: 'node-cron',
  receivers: [],
  receiverTypes: [],
  methods: [],
  functions: ['schedule', 'createTask'],
  decorators: [],
  optionKeys: [],
  source: 'https://nodecron.com/scheduling-options',
} as const

/** node-cron looks at the promise of a task from major 2 on. */
export const nodeCronHandlers: readonly Handler[] = [
  { ...schedule, id: 'node-cron@1.schedule', majors: [0, 1], rejection: 'unhandled', forward: 'response' },
  { ...schedule, id: 'node-cron@2.schedule', majors: [2, 99], rejection: 'handled' },
]
