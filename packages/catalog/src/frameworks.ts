/** The places where handlers begin, of all frameworks. */
import type { Handler } from './entry.ts'
import { expressHandlers } from './frameworks/express.ts'
import { fastifyHandlers } from './frameworks/fastify.ts'
import { honoHandlers } from './frameworks/hono.ts'
import { httpHandlers } from './frameworks/http.ts'
import { koaHandlers } from './frameworks/koa.ts'
import { nestHandlers } from './frameworks/nest.ts'

/** One list per file of `frameworks/`. */
export const frameworks: readonly Handler[] = [
  expressHandlers,
  fastifyHandlers,
  koaHandlers,
  honoHandlers,
  httpHandlers,
  nestHandlers,
].flat()
