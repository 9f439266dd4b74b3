/** Where handlers begin in frameworks that find them by decorators alone: routing-controllers, tsoa, Ts.ED, TypeGraphQL, TypeORM. */
import type { Handler } from '../entry.ts'

const decorated = (module: string, framework: string, decorators: readonly string[], source: string): Handler => ({
  id: `${module}.decorators`,
  framework,
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
const verbs = ['Get', 'Post', 'Put', 'Patch', 'Delete', 'Head']
const entityEvents = ['Insert', 'Update', 'Remove', 'SoftRemove', 'Recover']

/** All of them await what a method returns. */
export const decoratedHandlers: readonly Handler[] = [
  decorated('routing-controllers', 'routing-controllers', [...verbs, 'All'], 'https://github.com/typestack/routing-controllers'),
  decorated('tsoa', 'tsoa', verbs, 'https://tsoa-community.github.io/docs/getting-started.html'),
  decorated('@tsoa/runtime', 'tsoa', verbs, 'https://tsoa-community.github.io/docs/getting-started.html'),
  decorated('@tsed/schema', 'Ts.ED', [...verbs, 'All'], 'https://tsed.dev/docs/controllers.html'),
  decorated(
    'type-graphql',
    'TypeGraphQL',
    ['Query', 'Mutation', 'Subscription', 'FieldResolver'],
    'https://typegraphql.com/docs/resolvers.html',
  ),
  decorated(
    'typeorm',
    'TypeORM',
    [...entityEvents.flatMap((event) => [`Before${event}`, `After${event}`]), 'AfterLoad'],
    'https://typeorm.io/docs/advanced-topics/listeners-and-subscribers/',
  ),
]
