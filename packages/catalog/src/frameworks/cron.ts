/** Where handlers begin in cron. */
import type { Handler } from '../entry.ts'

/** cron looks at the promise of a callback from 4.4 on; before that, only where it waits for completion. */
export const cronHandlers: readonly Handler[] = [
  {
    id: 'cron.CronJob',
    framework: 'cron',
    module: 'cron',
    receivers: ['new CronJob()'],
    receiverTypes: ['CronJob'],
    methods: ['from', 'addCallback'],
    functions: ['CronJob'],
    decorators: [],
    optionKeys: ['onTick', 'onComplete'],
    rejection: 'unhandled',
    forward: 'response',
    source: 'https://github.com/kelektiv/node-cron#cronjob-class',
  },
]
