/** Where handlers begin in Fastify. */
import type { Handler } from '../entry.ts'

const hooks = [
  'onRequest',
  'preParsing',
  'preValidation',
  'preHandler',
  'preSerialization',
  'onError',
  'onSend',
  'onResponse',
  'onTimeout',
  'onRequestAbort',
]

/** Fastify awaits handlers and hooks and answers for a rejection. */
export const fastifyHandlers: readonly Handler[] = [
  {
    id: 'fastify.app',
    framework: 'Fastify',
    module: 'fastify',
    receivers: ['default()', 'fastify()', 'default.fastify()'],
    receiverTypes: ['FastifyInstance'],
    methods: [
      'get',
      'post',
      'put',
      'patch',
      'delete',
      'head',
      'options',
      'all',
      'route',
      'addHook',
      'setErrorHandler',
      'setNotFoundHandler',
      'addContentTypeParser',
    ],
    functions: [],
    decorators: [],
    optionKeys: ['handler', ...hooks, 'errorHandler'],
    rejection: 'handled',
    answersByReply: true,
    refusesDone: true,
    source: 'https://fastify.dev/docs/latest/Reference/Routes/',
  },
]
