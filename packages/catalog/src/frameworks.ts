/** The places where handlers begin, of all frameworks. */
import type { Handler } from './entry.ts'
import { amqplibHandlers } from './frameworks/amqplib.ts'
import { apolloHandlers } from './frameworks/apollo.ts'
import { boltHandlers } from './frameworks/bolt.ts'
import { bullHandlers } from './frameworks/bull.ts'
import { bullmqHandlers } from './frameworks/bullmq.ts'
import { connectHandlers } from './frameworks/connect.ts'
import { cronHandlers } from './frameworks/cron.ts'
import { discordHandlers } from './frameworks/discord-js.ts'
import { elysiaHandlers } from './frameworks/elysia.ts'
import { expressHandlers } from './frameworks/express.ts'
import { fastifyHandlers } from './frameworks/fastify.ts'
import { feathersHandlers } from './frameworks/feathers.ts'
import { fileRoutes } from './frameworks/file-routes.ts'
import { grammyHandlers } from './frameworks/grammy.ts'
import { h3Handlers } from './frameworks/h3.ts'
import { hapiHandlers } from './frameworks/hapi.ts'
import { honoHandlers } from './frameworks/hono.ts'
import { httpHandlers } from './frameworks/http.ts'
import { kafkajsHandlers } from './frameworks/kafkajs.ts'
import { koaHandlers } from './frameworks/koa.ts'
import { middyHandlers } from './frameworks/middy.ts'
import { nestHandlers } from './frameworks/nest.ts'
import { nodeCronHandlers } from './frameworks/node-cron.ts'
import { octokitHandlers } from './frameworks/octokit.ts'
import { offloopHandlers } from './frameworks/offloop.ts'
import { polkaHandlers } from './frameworks/polka.ts'
import { powertoolsHandlers } from './frameworks/powertools.ts'
import { remixHandlers } from './frameworks/remix.ts'
import { restifyHandlers } from './frameworks/restify.ts'
import { socketIoHandlers } from './frameworks/socket-io.ts'
import { telegrafHandlers } from './frameworks/telegraf.ts'
import { trpcHandlers } from './frameworks/trpc.ts'
import { streamHandlers } from './frameworks/stream.ts'
import { multerHandlers } from './frameworks/multer.ts'
import { passportHandlers } from './frameworks/passport.ts'
import { mongooseHandlers } from './frameworks/mongoose.ts'
import { sequelizeHandlers } from './frameworks/sequelize.ts'
import { decoratedHandlers } from './frameworks/decorated.ts'
import { scheduleHandlers } from './frameworks/schedules.ts'
import { wsHandlers } from './frameworks/ws.ts'

/** One list per file of `frameworks/`. Those that route requests come first: whose an untyped `app.get('/x', …)` is, is looked up in this order. */
export const frameworks: readonly Handler[] = [
  expressHandlers,
  fastifyHandlers,
  koaHandlers,
  honoHandlers,
  httpHandlers,
  nestHandlers,
  h3Handlers,
  connectHandlers,
  polkaHandlers,
  restifyHandlers,
  hapiHandlers,
  elysiaHandlers,
  middyHandlers,
  powertoolsHandlers,
  feathersHandlers,
  trpcHandlers,
  apolloHandlers,
  remixHandlers,
  fileRoutes,
  wsHandlers,
  socketIoHandlers,
  bullmqHandlers,
  bullHandlers,
  kafkajsHandlers,
  amqplibHandlers,
  nodeCronHandlers,
  cronHandlers,
  telegrafHandlers,
  grammyHandlers,
  discordHandlers,
  octokitHandlers,
  offloopHandlers,
  boltHandlers,
  streamHandlers,
  multerHandlers,
  passportHandlers,
  mongooseHandlers,
  sequelizeHandlers,
  decoratedHandlers,
  scheduleHandlers,
].flat()
