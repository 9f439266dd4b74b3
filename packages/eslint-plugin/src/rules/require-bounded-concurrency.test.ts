/** Cases of require-bounded-concurrency that would bore a reader of its page. */
import { ruleCases } from '../rule-cases.test.kit.ts'

const f = (body: string, params = 'xs: any[], load: any'): string => `export async function f(${params}) {\n  ${body}\n}`
const mark = ' //~ for every element of'

ruleCases('require-bounded-concurrency', {
  invalid: [
    // what combines
    ['all', f(`await Promise.all(xs.map(async (x) => { await load(x) }))${mark} \`xs\``)],
    ['allSettled', f(`await Promise.allSettled(xs.map(async (x) => load(x))) //~ \`Promise.allSettled\` starts`)],
    ['any', f(`await Promise.any(xs.map(async (x) => load(x))) //~ \`Promise.any\``)],
    ['race', f(`await Promise.race(xs.map(async (x) => load(x))) //~ \`Promise.race\``)],
    ['gather', `import { gather } from '@offloop/runtime'\n${f(`await gather(...xs.map(async (x) => load(x))) //~ \`gather\``)}`],
    ['spread', f(`await Promise.all([...xs.map(async (x) => load(x))])${mark}`)],
    ['Array.from', f(`await Promise.all(Array.from(xs, async (x) => load(x)))${mark}`)],
    ['Array.from by length', f(`await Promise.all(Array.from({ length: xs.length }, async (_, at) => load(xs[at])))${mark}`)],
    ['flatMap', f(`await Promise.all(xs.flatMap((x) => load(x)))${mark}`)],
    // how the work is given
    ['a sync arrow', f(`await Promise.all(xs.map((x) => load(x)))${mark}`)],
    ['a block', f(`await Promise.all(xs.map((x) => { return load(x) }))${mark}`)],
    ['new Promise', f(`await Promise.all(xs.map((x) => new Promise((resolve) => load(x, resolve))))${mark}`)],
    [
      'a function of the file',
      `async function load(x: any) { await fetch(x) }\n${f(`await Promise.all(xs.map(load))${mark}`, 'xs: any[]')}`,
    ],
    [
      'a function of another file',
      {
        'src/load.ts': `export async function load(x: any) { await fetch(x) }`,
        'src/app.ts': `import { load } from './load'\n${f(`await Promise.all(xs.map(load))${mark}`, 'xs: any[]')}`,
      },
    ],
    ['with a step', f(`await Promise.all(xs.map((x) => load(x).catch(() => 0)))${mark}`)],
    // lists
    ['a slice to the end', f(`await Promise.all(xs.slice(1).map((x) => load(x)))${mark} \`xs.slice(1)\``)],
    ['filtered', f(`await Promise.all(xs.filter(Boolean).map((x) => load(x)))${mark}`)],
    ['keys of an object', f(`await Promise.all(Object.keys(xs).map((x) => load(x)))${mark} \`Object.keys(xs)\``)],
    ['an awaited list', f(`const ys = await load('ids')\n  await Promise.all(ys.map((x: any) => load(x)))${mark} \`ys\``)],
    ['a literal with more', f(`const ys = ['a', ...xs]\n  await Promise.all(ys.map((x) => load(x)))${mark} \`ys\``)],
    ['a list that grows', f(`const ys: any[] = []\n  ys.push(...xs)\n  await Promise.all(ys.map((x) => load(x)))${mark} \`ys\``)],
    ['JavaScript', { 'src/a.cjs': `exports.f = (xs, load) =>\n  Promise.all(xs.map((x) => load(x))) //~ \`xs\`\n` }],
  ],
  valid: [
    ['a literal', f(`await Promise.all(['a', 'b'].map((x) => load(x)))`)],
    ['a constant', f(`const ys = ['a', 'b']\n  await Promise.all(ys.map((x) => load(x)))`)],
    ['a constant of the module', `const ys = ['a', 'b'] as const\n${f('await Promise.all(ys.map((x) => load(x)))')}`],
    [
      'a constant of another file',
      {
        'src/ys.ts': `export const ys = ['a', 'b']`,
        'src/app.ts': `import { ys } from './ys'\n${f('await Promise.all(ys.map((x) => load(x)))')}`,
      },
    ],
    ['keys of a constant', `const ys = { a: 1, b: 2 }\n${f('await Promise.all(Object.keys(ys).map((x) => load(x)))')}`],
    ['a slice', f('await Promise.all(xs.slice(0, 5).map((x) => load(x)))')],
    ['the last ones', f('await Promise.all(xs.slice(-5).map((x) => load(x)))')],
    ['spliced', f('await Promise.all(xs.splice(0, 5).map((x) => load(x)))')],
    ['a slice in a variable', f('const ys = xs.slice(0, 5)\n  await Promise.all(ys.filter(Boolean).map((x) => load(x)))')],
    ['chunks', f('for (const part of chunk(xs, 10)) await Promise.all(part.map((x: any) => load(x)))', 'xs: any[], load: any, chunk: any')],
    ['a batch by name', f('await Promise.all(batch.map((x) => load(x)))', 'batch: any[], load: any')],
    ['a tuple', f('await Promise.all(pair.map((x) => load(x)))', 'pair: readonly [string, string], load: any')],
    ['a query with a limit', f('const ys = await load({ take: 20 })\n  await Promise.all(ys.map((x: any) => load(x)))')],
    ['a length that was checked', f('if (xs.length > 10) return\n  await Promise.all(xs.map((x) => load(x)))')],
    ['workers', f('await Promise.all(Array.from({ length: 4 }, async () => load()))')],
    ['an array of a length', f('await Promise.all([...Array(4).keys()].map(async (x) => load(x)))')],
    ['p-limit', f('await Promise.all(xs.map((x) => limit(() => load(x))))', 'xs: any[], load: any, limit: any')],
    [
      'p-limit by another name',
      `import pLimit from 'p-limit'\nconst atMost = pLimit(5)\n${f('await Promise.all(xs.map((x) => atMost(() => load(x))))')}`,
    ],
    [
      'p-queue',
      `import PQueue from 'p-queue'\nconst work = new PQueue({ concurrency: 5 })\n${f('await Promise.all(xs.map((x) => work.add(() => load(x))))')}`,
    ],
    ['a queue by name', f('await Promise.all(xs.map((x) => uploadQueue.add(() => load(x))))', 'xs: any[], load: any, uploadQueue: any')],
    ['a semaphore', f('await Promise.all(xs.map(async (x) => semaphore.run(() => load(x))))', 'xs: any[], load: any, semaphore: any')],
    [
      'a semaphore by hand',
      f('await Promise.all(xs.map(async (x) => { await s.acquire(); await load(x); s.release() }))', 'xs: any[], load: any, s: any'),
    ],
    ['promises that run already', f('await Promise.all(xs.map((x) => x.catch(() => 0)))')],
    ['promises of elements', f('await Promise.all(xs.map((x) => x.promise))')],
    ['a function that nobody knows', f('await Promise.all(xs.map(load))')],
    ['no mapping', f('await Promise.all(xs)')],
    ['async without work', f('await Promise.all(xs.map(async (x) => x.id))')],
    ['another Promise', `declare namespace Own { const Promise: any }\n${f('await Own.Promise.all(xs.map((x) => load(x)))')}`],
    ['tests', { 'test/a.test.ts': f('await Promise.all(xs.map((x) => load(x)))') }],
    [
      'named by the user',
      f('await Promise.all(xs.map((x) => gate(() => load(x))))', 'xs: any[], load: any, gate: any'),
      { options: { limiters: ['gate'] } },
    ],
  ],
})
