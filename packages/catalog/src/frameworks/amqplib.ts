/** Where handlers begin in amqplib. */
import type { Handler } from '../entry.ts'

const channel = (module: string): Handler => ({
  id: `${module}.consume`,
  framework: 'amqplib',
  module,
  receivers: ['connect()', 'default.connect()'],
  receiverTypes: ['Channel', 'ConfirmChannel', 'ChannelModel', 'Connection'],
  methods: ['consume'],
  functions: [],
  decorators: [],
  optionKeys: [],
  rejection: 'unhandled',
  forward: 'response',
  source: 'https://amqp-node.github.io/amqplib/channel_api.html#channel_consume',
})

/** A channel drops what a consumer returns. */
export const amqplibHandlers: readonly Handler[] = [channel('amqplib'), channel('amqplib/callback_api')]
