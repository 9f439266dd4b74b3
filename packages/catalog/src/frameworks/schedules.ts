/** Where node-schedule and Agenda call the program: jobs. */
import type { Handler } from '../entry.ts'

/** node-schedule makes an event of a rejection, Agenda a failed job. */
export const scheduleHandlers: readonly Handler[] = [
  {
    id: 'node-schedule.scheduleJob',
    framework: 'node-schedule',
    module: 'node-schedule',
    receivers: [],
    receiverTypes: [],
    methods: [],
    functions: ['scheduleJob', 'Job'],
    decorators: [],
    isAnytime: true,
    optionKeys: [],
    rejection: 'handled',
    source: 'https://github.com/node-schedule/node-schedule#handle-jobs-and-job-invocations',
  },
  {
    id: 'agenda.define',
    framework: 'Agenda',
    module: 'agenda',
    receivers: ['new default()', 'new Agenda()'],
    receiverTypes: ['Agenda'],
    methods: ['define'],
    functions: [],
    decorators: [],
    isAnytime: true,
    optionKeys: [],
    rejection: 'handled',
    source: 'https://github.com/agenda/agenda#defining-job-processors',
  },
]
