/** Where the platform calls the streams that a program makes: methods of their classes. */
import type { Handler } from '../entry.ts'

/** Nobody looks at what such a method returns: it calls back. */
export const streamHandlers: readonly Handler[] = ['node:stream', 'readable-stream'].map((module) => ({
  id: `${module}.members`,
  framework: 'Node streams',
  module,
  receivers: [],
  receiverTypes: [],
  methods: [],
  functions: [],
  decorators: [],
  optionKeys: [],
  members: [
    {
      types: ['Readable', 'Writable', 'Duplex', 'Transform', 'PassThrough', 'default'],
      names: ['_read', '_write', '_writev', '_final', '_transform', '_flush'],
    },
  ],
  rejection: 'unhandled',
  forward: 'response',
  source: 'https://nodejs.org/api/stream.html#api-for-stream-implementers',
}))
