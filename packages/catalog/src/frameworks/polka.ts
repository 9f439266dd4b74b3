/** Where handlers begin in Polka, whose majors differ in what becomes of a rejected promise. */
import type { Handler } from '../entry.ts'

const polka = {
  framework: 'Polka',
  module: 'polka',
  receivers: ['default()'],
  receiverTypes: ['Polka'],
  methods: ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'connect', 'trace', 'all', 'use', 'add'],
  functions: [],
  decorators: [],
  optionKeys: [],
  source: 'https://github.com/lukeed/polka#api',
} as const

/** Polka drops the promise of a handler in major 0 and passes its rejection to `onError` from 1 on. */
export const polkaHandlers: readonly Handler[] = [
  { ...polka, id: 'polka@0.app', majors: [0, 0], rejection: 'unhandled', forward: 'next' },
  { ...polka, id: 'polka@1.app', majors: [1, 99], rejection: 'handled' },
]
