/** Where handlers begin in Powertools for AWS Lambda. */
import type { Handler } from '../entry.ts'

const powertools = {
  framework: 'Powertools for AWS Lambda',
  functions: [],
  decorators: [],
  optionKeys: [],
  rejection: 'handled',
} as const
const handlerPackage = '@aws-lambda-powertools/event-handler'
const docs = 'https://docs.aws.amazon.com/powertools/typescript/latest/features'

/** Powertools await handlers: a rejection goes to their own error handling, then to the runtime, which reports it. */
export const powertoolsHandlers: readonly Handler[] = [
  {
    ...powertools,
    id: `${handlerPackage}/http.Router`,
    module: `${handlerPackage}/http`,
    receivers: ['new Router()'],
    receiverTypes: ['Router'],
    methods: ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'route', 'use', 'notFound', 'methodNotAllowed', 'errorHandler'],
    source: `${docs}/event-handler/http/`,
  },
  {
    ...powertools,
    id: `${handlerPackage}/appsync-graphql.resolver`,
    module: `${handlerPackage}/appsync-graphql`,
    receivers: ['new AppSyncGraphQLResolver()', 'new Router()'],
    receiverTypes: ['AppSyncGraphQLResolver', 'Router'],
    methods: ['resolver', 'onQuery', 'onMutation', 'batchResolver', 'onBatchQuery', 'onBatchMutation', 'exceptionHandler'],
    source: `${docs}/event-handler/appsync-graphql/`,
  },
  {
    ...powertools,
    id: `${handlerPackage}/appsync-events.resolver`,
    module: `${handlerPackage}/appsync-events`,
    receivers: ['new AppSyncEventsResolver()', 'new Router()'],
    receiverTypes: ['AppSyncEventsResolver', 'Router'],
    methods: ['onPublish', 'onSubscribe'],
    source: `${docs}/event-handler/appsync-events/`,
  },
  {
    ...powertools,
    id: `${handlerPackage}/bedrock-agent.tool`,
    module: `${handlerPackage}/bedrock-agent`,
    receivers: ['new BedrockAgentFunctionResolver()'],
    receiverTypes: ['BedrockAgentFunctionResolver'],
    methods: ['tool'],
    source: `${docs}/event-handler/bedrock-agents/`,
  },
  {
    ...powertools,
    id: '@aws-lambda-powertools/batch.processPartialResponse',
    module: '@aws-lambda-powertools/batch',
    receivers: [],
    receiverTypes: [],
    methods: [],
    functions: ['processPartialResponse', 'processPartialResponseSync'],
    source: `${docs}/batch/`,
  },
]
