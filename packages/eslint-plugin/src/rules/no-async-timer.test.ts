/** Cases of no-async-timer that would bore a reader of its page. */
import { ruleCases } from '../rule-cases.test.kit.ts'

ruleCases('no-async-timer', {
  invalid: [
    // every timer
    ['setTimeout', `setTimeout(async () => { await fetch('a') }, 1) //~ \`setTimeout\``],
    ['setInterval', `setInterval(async () => { await fetch('a') }, 1) //~ slow runs overlap`],
    ['setImmediate', `setImmediate(async () => { await fetch('a') }) //~ \`setImmediate\``],
    ['queueMicrotask', `queueMicrotask(async () => { await fetch('a') }) //~ \`queueMicrotask\``],
    ['process.nextTick', `process.nextTick(async () => { await fetch('a') }) //~ \`process.nextTick\``],
    ['imported', `import { setTimeout as later } from 'node:timers'\nlater(async () => { await fetch('a') }, 1) //~ \`setTimeout\``],
    ['of a namespace', `import * as timers from 'timers'\ntimers.setTimeout(async () => { await fetch('a') }, 1) //~ \`setTimeout\``],
    ['of globalThis', `globalThis.setTimeout(async () => { await fetch('a') }, 1) //~ \`setTimeout\``],
    // how the callback is written
    ['function expression', `setTimeout(async function () { await fetch('a') }, 1) //~ \`setTimeout\``],
    ['declared', `async function poll() { await fetch('a') }\nsetTimeout(poll, 1) //~ \`setTimeout\``],
    ['a constant', `const poll = async () => { await fetch('a') }\nsetInterval(poll, 1) //~ slow runs overlap`],
    ['expression body', `setTimeout(async () => await fetch('a'), 1) //~ \`setTimeout\``],
    // what protects nothing
    [
      'await before the try',
      `setTimeout(async () => {  //~ \`setTimeout\`\n  const a = await fetch('a')\n  try { await a.text() } catch {}\n}, 1)`,
    ],
    ['try without catch', `setTimeout(async () => { try { await fetch('a') } finally { console.log(1) } }, 1) //~ \`setTimeout\``],
    ['a catch that throws', `setTimeout(async () => { try { await fetch('a') } catch (error) { throw error } }, 1) //~ \`setTimeout\``],
    ['throw', `setTimeout(async () => { throw new Error('a') }, 1) //~ \`setTimeout\``],
    ['then without a handler', `setTimeout(async () => { await fetch('a').then((a) => a.text()) }, 1) //~ \`setTimeout\``],
    [
      'for await',
      `setTimeout(async () => { for await (const a of all()) console.log(a) }, 1) //~ \`setTimeout\`\ndeclare function all(): AsyncIterable<number>`,
    ],
    ['the returned promise of a chain', `setTimeout(async () => { return fetch('a').then((a) => a.text()) }, 1) //~ \`setTimeout\``],
  ],
  valid: [
    ['sync', `setTimeout(() => console.log(1), 1)`],
    ['try around everything', `setTimeout(async () => { try { await fetch('a') } catch (error) { console.error(error) } }, 1)`],
    [
      'statements that cannot reject around the try',
      `setTimeout(async () => { const url = 'a'; try { await fetch(url) } catch {} ; console.log(url) }, 1)`,
    ],
    ['catch on the awaited promise', `setTimeout(async () => { await fetch('a').catch(console.error) }, 1)`],
    ['second argument of then', `setTimeout(async () => { await fetch('a').then(console.log, console.error) }, 1)`],
    ['an await in the catch', `setTimeout(async () => { try { await fetch('a') } catch { await fetch('b') } }, 1)`],
    ['nothing awaited', `setTimeout(async () => { console.log(1) }, 1)`],
    [
      'a nested async function',
      `setTimeout(async () => { list.push(async () => { await fetch('a') }) }, 1)\ndeclare const list: unknown[]`,
    ],
    [
      'timers/promises',
      `import { setTimeout } from 'node:timers/promises'\nexport const f = () => setTimeout(10, async () => { await fetch('a') })`,
    ],
    ['a local function of that name', `import { setTimeout } from './clock'\nsetTimeout(async () => { await fetch('a') }, 1)`],
    ['another method', `declare const page: any\npage.setTimeout(async () => { await fetch('a') }, 1)`],
    ['wrapped', `declare function safely(run: () => Promise<void>): () => void\nsetTimeout(safely(async () => { await fetch('a') }), 1)`],
    ['an imported callback', `import { poll } from './poll'\nsetTimeout(poll, 1)`],
    ['throw inside the try', `setTimeout(async () => { try { throw new Error('a') } catch {} }, 1)`],
    ['outer try', `setTimeout(async () => { try { try { await fetch('a') } finally { console.log(1) } } catch {} }, 1)`],
    ['no callback', `setTimeout()`],
  ],
})
