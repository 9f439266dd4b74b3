/** Where handlers begin in discord.js. */
import type { Handler } from '../entry.ts'

/** What an application of discord.js reacts to; the other events say how its connection fares. */
const discordEvents = [
  'interactionCreate',
  'messageCreate',
  'messageUpdate',
  'messageDelete',
  'messageDeleteBulk',
  'messageReactionAdd',
  'messageReactionRemove',
  'messageReactionRemoveAll',
  'messageReactionRemoveEmoji',
  'guildCreate',
  'guildDelete',
  'guildUpdate',
  'guildMemberAdd',
  'guildMemberRemove',
  'guildMemberUpdate',
  'guildBanAdd',
  'guildBanRemove',
  'channelCreate',
  'channelDelete',
  'channelUpdate',
  'threadCreate',
  'threadUpdate',
  'threadDelete',
  'inviteCreate',
  'inviteDelete',
  'roleCreate',
  'roleUpdate',
  'roleDelete',
  'presenceUpdate',
  'typingStart',
  'userUpdate',
  'voiceStateUpdate',
]

/** The client captures rejections of its listeners and emits them as `error`. */
export const discordHandlers: readonly Handler[] = [
  {
    id: 'discord.js.client',
    framework: 'discord.js',
    module: 'discord.js',
    receivers: ['new Client()', 'new default.Client()'],
    receiverTypes: ['Client'],
    methods: [],
    functions: [],
    events: discordEvents,
    decorators: [],
    optionKeys: [],
    rejection: 'handled',
    source: 'https://discord.js.org/docs/packages/discord.js/main/Client:Class',
  },
]
