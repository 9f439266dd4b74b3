/** Where handlers begin in NestJS: methods with decorators. */
import type { Handler } from '../entry.ts'

const decorated = (module: string, decorators: readonly string[], source: string): Handler => ({
  id: `${module}.decorators`,
  framework: 'NestJS',
  module,
  receivers: [],
  receiverTypes: [],
  methods: [],
  functions: [],
  decorators,
  optionKeys: [],
  rejection: 'handled',
  source,
})

/** NestJS awaits decorated methods and passes a rejection to its exception filters. */
export const nestHandlers: readonly Handler[] = [
  decorated(
    '@nestjs/common',
    ['Get', 'Post', 'Put', 'Patch', 'Delete', 'All', 'Head', 'Options', 'Search', 'Sse', 'RequestMapping'],
    'https://docs.nestjs.com/controllers',
  ),
  decorated(
    '@nestjs/microservices',
    ['MessagePattern', 'EventPattern', 'GrpcMethod', 'GrpcStreamMethod', 'GrpcStreamCall'],
    'https://docs.nestjs.com/microservices/basics',
  ),
  decorated('@nestjs/websockets', ['SubscribeMessage'], 'https://docs.nestjs.com/websockets/gateways'),
  decorated(
    '@nestjs/graphql',
    ['Query', 'Mutation', 'Subscription', 'ResolveField', 'ResolveReference'],
    'https://docs.nestjs.com/graphql/resolvers',
  ),
]
