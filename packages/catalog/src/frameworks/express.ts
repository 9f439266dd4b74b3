/** Where handlers begin in Express, whose majors differ in what becomes of a rejected promise. */
import type { Handler } from '../entry.ts'

const express = {
  framework: 'Express',
  module: 'express',
  receivers: ['default()', 'Router()', 'default.Router()'],
  receiverTypes: ['Express', 'Application', 'Router', 'IRouter'],
  methods: ['get', 'post', 'put', 'patch', 'delete', 'del', 'head', 'options', 'all', 'use', 'param'],
  functions: [],
  decorators: [],
  optionKeys: [],
} as const

/** Express drops the promise of a handler up to major 4 and passes its rejection to `next` from 5 on. */
export const expressHandlers: readonly Handler[] = [
  {
    ...express,
    id: 'express@4.app',
    majors: [0, 4],
    rejection: 'unhandled',
    forward: 'next',
    source: 'https://expressjs.com/en/4x/api.html#app.METHOD',
  },
  {
    ...express,
    id: 'express@5.app',
    majors: [5, 99],
    rejection: 'handled',
    source: 'https://expressjs.com/en/guide/migrating-5.html#rejected-promises',
  },
]
