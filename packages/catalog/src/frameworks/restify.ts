/** Where handlers begin in Restify, whose majors differ in what becomes of a rejected promise. */
import type { Handler } from '../entry.ts'

const restify = {
  framework: 'Restify',
  module: 'restify',
  receivers: ['createServer()', 'default.createServer()', 'new Router()'],
  receiverTypes: ['Server', 'Router'],
  methods: ['get', 'head', 'post', 'put', 'patch', 'del', 'opts', 'pre', 'first', 'use', 'param'],
  functions: [],
  decorators: [],
  optionKeys: [],
} as const

/** Restify drops the promise of a handler up to major 8; from 9 on it awaits async functions, which must not take `next`. */
export const restifyHandlers: readonly Handler[] = [
  {
    ...restify,
    id: 'restify@8.server',
    majors: [0, 8],
    rejection: 'unhandled',
    forward: 'next',
    source: 'https://github.com/restify/node-restify/blob/master/docs/_api/server.md',
  },
  {
    ...restify,
    id: 'restify@9.server',
    majors: [9, 99],
    rejection: 'handled',
    refusesDone: true,
    source: 'https://github.com/restify/node-restify/blob/master/docs/guides/8to9guide.md',
  },
]
