/** Handlers of web frameworks become async functions whose errors arrive where the framework expects them. */
import { defineCodemod } from '../define-codemod.ts'
import { changeHandlers } from '../handlers/change.ts'
import { reasons } from '../handlers/reasons.ts'

export default defineCodemod({
  name: 'handlers-to-async',
  summary: 'Handlers of Express, Connect, Koa, Fastify and Hono become async, and their errors arrive where the framework expects them',
  scope: 'file',
  subject: 'handler',
  flags: [
    {
      flag: '--express <major>',
      meaning: 'Write handlers of Express for this major; "5" takes off what only Express 4 needs. Default: what is installed',
      values: ['4', '5'],
    },
    { flag: '--assume-promises', meaning: 'What generators of Koa 1 and of co yield is a promise, where nothing tells' },
  ],
  reasons,
  change: changeHandlers,
})
