/** Where handlers begin in tRPC. */
import type { Handler } from '../entry.ts'

/** tRPC awaits resolvers and middleware and answers for a rejection. */
export const trpcHandlers: readonly Handler[] = [
  {
    id: '@trpc/server.procedure',
    framework: 'tRPC',
    module: '@trpc/server',
    receivers: ['initTRPC.create()', 'initTRPC.context()', 'initTRPC.meta()'],
    receiverTypes: ['TRPCRootObject', 'TRPCProcedureBuilder', 'initTRPC'],
    methods: ['query', 'mutation', 'subscription', 'use', 'middleware'],
    functions: [],
    decorators: [],
    optionKeys: [],
    rejection: 'handled',
    source: 'https://trpc.io/docs/server/procedures',
  },
]
