/** Where handlers begin in Apollo Server and in what makes executable schemas: resolvers stand under names of the schema. */
import type { Handler } from '../entry.ts'

/** Hooks of plugins up to the first that returns others, and functions among the options of a server. */
const serverKeys = [
  'plugins',
  'requestDidStart',
  'formatError',
  'willResolveField',
  'contextCreationDidFail',
  'unexpectedErrorProcessingRequest',
  'context',
  'subscriptions',
  'onConnect',
  'onDisconnect',
]

const server = (module: string, functions: readonly string[], optionKeys: readonly string[], source: string): Handler => ({
  id: `${module}.server`,
  framework: 'Apollo Server',
  module,
  receivers: [],
  receiverTypes: [],
  methods: [],
  functions,
  decorators: [],
  optionKeys,
  optionTrees: ['resolvers'],
  rejection: 'handled',
  source,
})

/** Makers of schemas that take `{ typeDefs, resolvers }`. */
const schema = (module: string, functions: readonly string[], source: string): Handler => ({
  ...server(module, functions, serverKeys, source),
  id: `${module}.schema`,
  framework: 'GraphQL',
})

/** Apollo awaits resolvers, plugins and the making of a context, and answers for a rejection. */
export const apolloHandlers: readonly Handler[] = [
  server('@apollo/server', ['ApolloServer'], serverKeys, 'https://www.apollographql.com/docs/apollo-server/integrations/plugins'),
  server(
    '@apollo/server/standalone',
    ['startStandaloneServer'],
    ['context'],
    'https://www.apollographql.com/docs/apollo-server/api/standalone',
  ),
  server(
    '@apollo/server/express4',
    ['expressMiddleware'],
    ['context'],
    'https://www.apollographql.com/docs/apollo-server/v4/api/express-middleware',
  ),
  server(
    '@as-integrations/express5',
    ['expressMiddleware'],
    ['context'],
    'https://www.apollographql.com/docs/apollo-server/api/express-middleware',
  ),
  schema('@graphql-tools/schema', ['makeExecutableSchema'], 'https://the-guild.dev/graphql/tools/docs/generate-schema'),
  schema('graphql-yoga', ['createSchema', 'createYoga'], 'https://the-guild.dev/graphql/yoga-server/docs/features/schema'),
  schema('apollo-server', ['ApolloServer'], 'https://www.apollographql.com/docs/apollo-server/v3/data/resolvers'),
  schema('apollo-server-express', ['ApolloServer'], 'https://www.apollographql.com/docs/apollo-server/v3/data/resolvers'),
]
