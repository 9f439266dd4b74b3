/** Cases of no-async-event-listener that would bore a reader of its page. */
import { ruleCases } from '../rule-cases.test.kit.ts'

const emitter = `import { EventEmitter } from 'node:events'\nconst bus = new EventEmitter()\n`
const body = `async () => { await fetch('a') }`

ruleCases('no-async-event-listener', {
  invalid: [
    // every method
    ['on', `${emitter}bus.on('a', ${body}) //~ listener of \`a\``],
    ['once', `${emitter}bus.once('a', ${body}) //~ listener of \`a\``],
    ['addListener', `${emitter}bus.addListener('a', ${body}) //~ listener of \`a\``],
    ['prependListener', `${emitter}bus.prependListener('a', ${body}) //~ listener of \`a\``],
    ['prependOnceListener', `${emitter}bus.prependOnceListener('a', ${body}) //~ listener of \`a\``],
    // receivers
    ['a parameter', `export const f = (socket: any) => socket.on('data', ${body}) //~ listener of \`data\``],
    ['a member', `export class Server { bus: any; f() { this.bus.on('a', ${body}) } } //~ listener of \`a\``],
    ['process', `process.on('message', ${body}) //~ listener of \`message\``],
    [
      'a subclass of EventEmitter',
      `import { EventEmitter } from 'node:events'\nclass Bus extends EventEmitter {}\nnew Bus().on('a', ${body}) //~ listener of \`a\``,
    ],
    ['a chain', `${emitter}bus.on('a', ${body}).on('b', () => 1) //~ listener of \`a\``],
    ['both of a chain', `${emitter}bus\n  .on('a', ${body}) //~ listener of \`a\`\n  .on('b', ${body}) //~ listener of \`b\``],
    ['optional', `export const f = (socket?: any) => socket?.on('data', ${body}) //~ listener of \`data\``],
    // events
    ['a constant', `${emitter}const name = 'a'\nbus.on(name, ${body}) //~ listener of \`name\``],
    ['exit', `process.on('exit', ${body}) //~ Nothing after the first`],
    // listeners
    ['declared', `${emitter}async function take() { await fetch('a') }\nbus.on('a', take) //~ listener of \`a\``],
    ['throw', `${emitter}bus.on('a', async () => { throw new Error('a') }) //~ listener of \`a\``],
    [
      'partly protected',
      `${emitter}bus.on('a', async () => { //~ listener of \`a\`\n  const a = await fetch('a')\n  try { await a.text() } catch {}\n})`,
    ],
    [
      'where rejections are only logged',
      {
        'src/main.ts': `import './app.ts'\nprocess.on('unhandledRejection', console.error)`,
        'src/app.ts': `${emitter}bus.on('a', ${body}) //~ ends it halfway`,
      },
    ],
    [
      'an emitter that captures nothing',
      `import { EventEmitter } from 'node:events'\nconst bus = new EventEmitter({ captureRejections: false })\nbus.on('a', ${body}) //~ listener of \`a\``,
    ],
    [
      'the process ends on one way only',
      `${emitter}bus.on('a', async () => { if (await fetch('a')) process.exit(1) }) //~ listener of \`a\``,
    ],
    [
      'a promise that can be rejected',
      `${emitter}bus.on('a', async () => { await new Promise((resolve, reject) => setTimeout(reject, 100)) }) //~ listener of \`a\``,
    ],
    [
      'a promise that resolves with another',
      `${emitter}bus.on('a', async () => { await new Promise((resolve) => resolve(fetch('a'))) }) //~ listener of \`a\``,
    ],
    [
      'a promise whose making throws',
      `${emitter}bus.on('a', async () => { await new Promise((resolve) => { if (!process.argv[2]) throw new Error('a'); resolve(1) }) }) //~ listener of \`a\``,
    ],
    [
      'a function that awaits one that rejects',
      `${emitter}const load = async () => { await fetch('a') }\nconst read = async () => { await load() }\nbus.on('a', async () => { await read() }) //~ listener of \`a\``,
    ],
    [
      'a function that returns the promise of another',
      `${emitter}const load = async () => { await fetch('a') }\nconst read = async () => { try { return load() } catch { return 1 } }\nbus.on('a', async () => { await read() }) //~ listener of \`a\``,
    ],
    [
      'a function that throws',
      `${emitter}const read = (a?: string) => { if (!a) throw new Error('a')\n return fetch('a').catch(() => null) }\nbus.on('a', async () => { await read() }) //~ listener of \`a\``,
    ],
    [
      'a function that handles one promise of two',
      `${emitter}const read = (a?: string) => { if (!a) return fetch('b')\n return fetch('a').catch(() => null) }\nbus.on('a', async () => { await read() }) //~ listener of \`a\``,
    ],
  ],
  valid: [
    ['sync', `${emitter}bus.on('a', () => 1)`],
    ['try and catch', `${emitter}bus.on('a', async () => { try { await fetch('a') } catch (error) { bus.emit('error', error) } })`],
    ['catch on each promise', `${emitter}bus.on('a', async () => { await fetch('a').catch(console.error) })`],
    ['nothing to reject', `${emitter}bus.on('a', async () => { console.log(1) })`],
    [
      'captureRejections',
      `import { EventEmitter } from 'node:events'\nconst bus = new EventEmitter({ captureRejections: true })\nbus.on('a', ${body})`,
    ],
    [
      'captureRejections for all',
      `import { EventEmitter } from 'node:events'\nEventEmitter.captureRejections = true\nconst bus = new EventEmitter()\nbus.on('a', ${body})`,
    ],
    ['grammy', `import { Bot } from 'grammy'\nconst bot = new Bot('a')\nbot.on('message', ${body})`],
    ['telegraf', `import { Telegraf } from 'telegraf'\nconst bot = new Telegraf('a')\nbot.on('text', ${body})`],
    ['slack', `import bolt from '@slack/bolt'\nconst app = new bolt.App()\napp.event('a', ${body})`],
    ['webhooks', `import { Webhooks } from '@octokit/webhooks'\nconst hooks = new Webhooks({ secret: 'a' })\nhooks.on('push', ${body})`],
    [
      'a bus of the project that waits',
      `class Bus { on(name: string, run: () => Promise<void>) { run().catch(console.error) } }\nconst bus = new Bus()\nbus.on('a', ${body})`,
    ],
    ['SIGTERM', `process.on('SIGTERM', ${body})`],
    ['SIGINT, once', `process.once('SIGINT', ${body})`],
    ['unhandledRejection', `process.on('unhandledRejection', ${body})`],
    ['before Electron quits', `${emitter}bus.on('before-quit', ${body})`],
    ['a monitor', `process.on('uncaughtExceptionMonitor', ${body})`],
    ['wrapped', `${emitter}declare function safely(run: () => Promise<void>): () => void\nbus.on('a', safely(${body}))`],
    ['the process ends after it', `${emitter}bus.once('error', async () => { await fetch('a'); process.exit(1) })`],
    ['waits for time', `${emitter}bus.on('a', async () => { await new Promise((resolve) => setTimeout(resolve, 100)); console.log(1) })`],
    [
      'functions that wait for such',
      `import { createServer } from 'node:net'
${emitter}const isFree = () => new Promise((resolve) => { const server = createServer(); server.once('error', () => resolve(false)); server.listen(1, () => resolve(true)) })
async function untilFree() { while (!(await isFree())) await new Promise((resolve) => setTimeout(resolve, 100)) }
bus.on('a', async () => { await untilFree(); console.log(1) })`,
    ],
    [
      'a method of the only class that has it',
      {
        'src/files.ts': `import { rm } from 'node:fs/promises'\nexport class Files { async dropFile(path: string) { try { await rm(path) } catch { console.log(path) } } }`,
        'src/app.ts': `${emitter}export function f(this: any) { bus.on('a', async () => { await this.files.dropFile('a') }) }`,
      },
    ],
    [
      'a function that returns what another catches',
      `${emitter}const load = () => fetch('a').catch(() => null)\nfunction read(a?: string) { if (!a) return false\n return load() }\nbus.on('a', async () => { await read() })`,
    ],
    ['another method', `declare const app: any\napp.get('a', ${body})`],
    ['one argument', `declare const stream: any\nstream.on(${body})`],
    ['exit, sync', `process.on('exit', () => console.log(1))`],
  ],
})
