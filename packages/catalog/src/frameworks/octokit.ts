/** Where handlers begin in Probot and in the webhooks of Octokit that it builds on. */
import type { Handler } from '../entry.ts'

/** Webhooks await listeners and hand a rejection to the handler of `onError`. */
export const octokitHandlers: readonly Handler[] = [
  {
    id: 'probot.app',
    framework: 'Probot',
    module: 'probot',
    receivers: ['new Probot()'],
    receiverTypes: ['Probot'],
    methods: ['on', 'onAny', 'onError'],
    functions: [],
    decorators: [],
    optionKeys: [],
    rejection: 'handled',
    source: 'https://probot.github.io/docs/webhooks/',
  },
  {
    id: '@octokit/webhooks.webhooks',
    framework: 'Octokit webhooks',
    module: '@octokit/webhooks',
    receivers: ['new Webhooks()'],
    receiverTypes: ['Webhooks'],
    methods: ['on', 'onAny', 'onError'],
    functions: [],
    decorators: [],
    optionKeys: [],
    rejection: 'handled',
    source: 'https://github.com/octokit/webhooks.js#webhookson',
  },
]
