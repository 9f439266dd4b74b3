/** Cases of no-serial-await-in-loop that would bore a reader of its page. */
import { ruleCases } from '../rule-cases.test.kit.ts'

const loop = (head: string, ...lines: string[]): string =>
  `import { load, save, store, seen } from './given'\nexport async function f(xs: any[], y: any) {\n  const all: any = [], byId: any = {}\n  let n = 0, last: any\n  ${head} {\n    ${lines.join('\n    ')}\n  }\n  return [all, byId, n, last]\n}`
const each = (...lines: string[]): string => loop('for (const x of xs)', ...lines)
const marked = (line: string): string => `${line} //~ Each round waits`

ruleCases('no-serial-await-in-loop', {
  invalid: [
    // loops
    ['for … of', each(marked('await save(x)'))],
    ['for … in', loop('for (const x in y)', marked('await save(x)'))],
    ['a counter', loop('for (let i = 0; i < xs.length; i++)', marked('await save(xs[i])'))],
    ['a counter by one', loop('for (let i = 0; i < xs.length; i += 1)', marked('await save(xs[i])'))],
    ['a pattern', loop('for (const [k, v] of Object.entries(y))', marked('await save(k, v)'))],
    [
      'without a block',
      `declare const save: any\nexport async function f(xs: any[]) { for (const x of xs) await save(x) } //~ \`save(x)\``,
    ],
    ['in a loop that does not await', loop('for (const ys of xs) for (const x of ys)', marked('await save(x)'))],
    // what is awaited
    ['a method', each(marked('await store.upload(x)'))],
    ['a method of the variable', each(marked('await x.reload()'))],
    ['a local of the round', each('const id = x.id', marked('await save(id)'))],
    [
      'a read of this',
      `export class A { async f(xs: any[]) { for (const x of xs) await this.loadOne(x) } async loadOne(x: any) {} } //~ \`this.loadOne(x)\``,
    ],
    ['several, reported once', each(marked('const a = await load(x)'), 'await save(a)')],
    ['with steps', each(marked('await save(x).catch(() => undefined)'))],
    ['in a try that goes on', each('try {', marked('await save(x)'), '} catch (error) { console.error(error) }')],
    ['in a condition', each('if (x.isNew) {', marked('await save(x)'), '}')],
    ['skipping some', each('if (!x.isNew) continue', marked('await save(x)'))],
    ['a break of a switch', each('switch (x.kind) { case 1: break }', marked('await save(x)'))],
    // what is made of it
    ['pushed', each(marked('all.push(await load(x))'))],
    ['by key', each(marked('byId[x.id] = await load(x)'))],
    ['into a map', each(marked('seen.set(x, await load(x))'))],
    ['counted', each(marked('await save(x)'), 'n++')],
    ['JavaScript', { 'src/a.cjs': `exports.f = async (xs, save) => {\n  for (const x of xs) await save(x) //~ \`save(x)\`\n}\n` }],
  ],
  valid: [
    ['a value for the next round', each('last = await load(x, last)')],
    ['a sum', each('n += await load(x)')],
    ['a value by way of a local', each('const a = await load(x)', 'last = a.next')],
    [
      'a field',
      `declare const load: any\nexport class A { last: any; async f(xs: any[]) { for (const x of xs) this.last = await load(x) } }`,
    ],
    ['an object that the call gets', each('y.page = x', 'await save(y)')],
    ['an array that the call gets', each('all.push(x)', 'await save(x, all)')],
    ['a cache that is asked', each('if (byId[x]) continue', 'byId[x] = await load(x)')],
    ['a set that is asked', each('if (seen.has(x)) continue', 'seen.add(await load(x))')],
    ['a count that ends it', each('if (n < 3) await save(x)', 'n++')],
    ['break', each('if (await load(x)) break')],
    ['return', each('const a = await load(x)', 'if (a) return a')],
    ['throw', each('const a = await load(x)', `if (!a) throw new Error('a')`)],
    [
      'continue of an outer loop',
      `declare const load: any\nexport async function f(xs: any[]) { outer: for (const ys of xs) for (const y of ys) if (await load(y)) continue outer }`,
    ],
    ['a retry', loop('for (let attempt = 0; attempt < 3; attempt++)', 'await save(attempt)')],
    ['a retry that goes on', loop('for (let i = 0; i < 3; i++)', 'try { await save(i) } catch { continue }')],
    ['a retry that waits', loop('for (let i = 0; i < 3; i++)', 'try { await save(i) } catch { await load(i) }')],
    ['pagination', loop('for (let next = y; next; next = last.next)', 'last = await load(next)')],
    ['portions', loop('for (let i = 0; i < xs.length; i += 10)', 'await save(xs.slice(i, i + 10))')],
    ['portions that run together', each('await Promise.all(x.map(save))')],
    ['batches', loop('for (const batch of xs)', 'await save(batch)')],
    ['for await', loop('for await (const x of y)', 'await save(x)')],
    ['while', loop('while (xs.length)', 'await save(xs.pop())')],
    ['do', loop('do', 'await save(y)').replace('\n  }\n', '\n  } while (y.more())\n')],
    ['sleep', each('await save(x)', 'await sleep(100)').replace('load,', 'sleep, load,')],
    ['a promise of a timer', each('await save(x)', 'await new Promise((resolve) => setTimeout(resolve, 100))')],
    ['a pause of the round', each('await delay(x.ms)').replace('load,', 'delay, load,')],
    ['a transaction', loop('for (const x of xs)', 'await y.tx.insert(x)')],
    ['a client', loop('for (const x of xs)', 'await y.pgClient.query(x)')],
    ['a session in options', each('await store.insert(x, { session: y })')],
    ['a stream', `export async function f(stream: any, xs: any[]) { for (const x of xs) await stream.put(x) }`],
    ['a page of a browser', `export async function f(page: any, xs: any[]) { for (const x of xs) await page.goto(x) }`],
    ['written in order', each('await store.write(x)')],
    [
      'a transaction around',
      `declare const store: any, save: any\nexport const f = (xs: any[]) => store.transaction(async () => { for (const x of xs) await save(x) })`,
    ],
    ['a rate limit', each('await store.limiter.removeTokens(1)', 'await save(x)')],
    ['promises that run already', each('await x')],
    ['published in order', each('await store.publishState(x)')],
    ['started in order', each('await x.start()')],
    [
      'a method of this that may change it',
      `export class A { async f(xs: any[]) { for (const x of xs) await this.track(x) } async track(x: any) {} }`,
    ],
    ['functions in order', each('await x()')],
    ['hooks', loop('for (const hook of xs)', 'await hook.apply(y)')],
    ['migrations', loop('for (const each of y.migrations)', 'await each.up()')],
    ['nothing of the round', each('await save()')],
    ['sorted on purpose', loop('for (const x of xs.toSorted())', 'await save(x)')],
    ['a generator', `declare const load: any\nexport async function* f(xs: any[]) { for (const x of xs) yield await load(x) }`],
    ['in a function of the round', each('all.push(async () => { await save(x) })')],
    ['start-up', `import { save } from './given'\nasync function main(xs: any[]) { for (const x of xs) await save(x) }\nmain([1])`],
    ['top level', `import { save } from './given'\nfor (const x of [1, 2]) await save(x)`],
    ['tests', { 'test/a.test.ts': `declare const save: any\nexport async function f(xs: any[]) { for (const x of xs) await save(x) }` }],
    ['named by the user', each('await save(x)'), { options: { ordered: ['xs'] } }],
  ],
})
