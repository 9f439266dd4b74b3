/** Where handlers begin in NestJS: methods with decorators, and those of guards, pipes, interceptors, filters and middleware. */
import type { Handler } from '../entry.ts'

/** Types of a module by the method that is called of whoever implements them. */
type Called = Readonly<Record<string, readonly string[]>>

const decorated = (module: string, decorators: readonly string[], source: string, called: Called = {}): Handler => ({
  id: `${module}.decorators`,
  framework: 'NestJS',
  module,
  receivers: [],
  receiverTypes: [],
  methods: [],
  functions: [],
  decorators,
  optionKeys: [],
  members: Object.entries(called).map(([name, types]) => ({ types, names: [name] })),
  rejection: 'handled',
  source,
})

/** NestJS awaits decorated methods and passes a rejection to its exception filters. */
export const nestHandlers: readonly Handler[] = [
  decorated(
    '@nestjs/common',
    ['Get', 'Post', 'Put', 'Patch', 'Delete', 'All', 'Head', 'Options', 'Search', 'Sse', 'RequestMapping'],
    'https://docs.nestjs.com/controllers',
    {
      ...{ use: ['NestMiddleware'], canActivate: ['CanActivate'], intercept: ['NestInterceptor'] },
      ...{ transform: ['PipeTransform'], catch: ['ExceptionFilter'] },
    },
  ),
  decorated('@nestjs/core', [], 'https://docs.nestjs.com/exception-filters', { catch: ['BaseExceptionFilter'] }),
  decorated('@nestjs/passport', [], 'https://docs.nestjs.com/recipes/passport', { validate: ['PassportStrategy()'] }),
  decorated('@nestjs/schedule', ['Cron', 'Interval', 'Timeout'], 'https://docs.nestjs.com/techniques/task-scheduling'),
  decorated('@nestjs/event-emitter', ['OnEvent'], 'https://docs.nestjs.com/techniques/events'),
  decorated('@nestjs/bull', ['Process'], 'https://docs.nestjs.com/techniques/queues'),
  decorated('@nestjs/bullmq', ['OnWorkerEvent', 'OnQueueEvent'], 'https://docs.nestjs.com/techniques/queues', { process: ['WorkerHost'] }),
  decorated(
    '@nestjs/microservices',
    ['MessagePattern', 'EventPattern', 'GrpcMethod', 'GrpcStreamMethod', 'GrpcStreamCall'],
    'https://docs.nestjs.com/microservices/basics',
  ),
  decorated('@nestjs/websockets', ['SubscribeMessage'], 'https://docs.nestjs.com/websockets/gateways', {
    ...{ handleConnection: ['OnGatewayConnection'], handleDisconnect: ['OnGatewayDisconnect'] },
  }),
  decorated(
    '@nestjs/graphql',
    ['Query', 'Mutation', 'Subscription', 'ResolveField', 'ResolveReference'],
    'https://docs.nestjs.com/graphql/resolvers',
  ),
]
