/** Cases of no-async-array-callback that would bore a reader of its page. */
import { ruleCases } from '../rule-cases.test.kit.ts'

ruleCases('no-async-array-callback', {
  invalid: [
    // every method
    ['forEach', `export const f = (xs: string[]) => xs.forEach(async (x) => { await fetch(x) }) //~ \`forEach\` does not wait`],
    ['filter', `export const f = (xs: string[]) => xs.filter(async (x) => (await fetch(x)).ok) //~ \`filter\``],
    ['some', `export const f = (xs: string[]) => xs.some(async (x) => (await fetch(x)).ok) //~ is always true`],
    ['every', `export const f = (xs: string[]) => xs.every(async (x) => (await fetch(x)).ok) //~ is always true`],
    ['find', `export const f = (xs: string[]) => xs.find(async (x) => (await fetch(x)).ok) //~ gives the first element`],
    ['findIndex', `export const f = (xs: string[]) => xs.findIndex(async (x) => (await fetch(x)).ok) //~ gives 0`],
    ['findLast', `export const f = (xs: any) => xs.findLast(async (x: string) => (await fetch(x)).ok) //~ gives the last element`],
    ['findLastIndex', `export const f = (xs: any) => xs.findLastIndex(async (x: string) => (await fetch(x)).ok) //~ gives the last index`],
    [
      'reduce',
      `export const f = (xs: string[]) => xs.reduce(async (sum: any, x) => sum + (await fetch(x)).status, 0) //~ hands the next call a promise`,
    ],
    [
      'reduceRight',
      `export const f = (xs: string[]) => xs.reduceRight(async (sum: any, x) => sum + (await fetch(x)).status, 0) //~ \`reduceRight\``,
    ],
    ['sort', `export const f = (xs: any[]) => xs.sort(async (a, b) => (await a.age()) - (await b.age())) //~ compares promises`],
    ['toSorted', `export const f = (xs: any) => xs.toSorted(async (a: any, b: any) => (await a.age()) - (await b.age())) //~ \`toSorted\``],
    ['flatMap', `export const f = (xs: string[]) => xs.flatMap(async (x) => [await fetch(x)]) //~ does not flatten promises`],
    // how the callback is written
    ['function expression', `export const f = (xs: string[]) => xs.forEach(async function send(x) { await fetch(x) }) //~ \`forEach\``],
    [
      'declared elsewhere in the file',
      `async function send(x: string) { await fetch(x) }\nexport const f = (xs: string[]) => xs.forEach(send) //~ \`forEach\``,
    ],
    [
      'a constant',
      `const send = async (x: string) => { await fetch(x) }\nexport const f = (xs: string[]) => xs.forEach(send) //~ \`forEach\``,
    ],
    [
      'with a type assertion',
      `export const f = (xs: string[]) => xs.forEach((async (x: string) => { await fetch(x) }) as any) //~ \`forEach\``,
    ],
    // how the method is called
    ['optional chain', `export const f = (xs?: string[]) => xs?.forEach(async (x) => { await fetch(x) }) //~ \`forEach\``],
    ['computed name', `export const f = (xs: string[]) => xs['forEach'](async (x) => { await fetch(x) }) //~ \`forEach\``],
    [
      'awaited all the same',
      `export const f = async (xs: string[]) => { await xs.forEach(async (x) => { await fetch(x) }) } //~ \`forEach\``,
    ],
    [
      'after other methods',
      `export const f = (xs: string[]) => xs.map((x) => x.trim()).filter(async (x) => (await fetch(x)).ok) //~ \`filter\``,
    ],
    [
      'of lodash',
      `import _ from 'lodash'\nexport const f = (xs: string[]) => _.forEach(xs, async (x) => { await fetch(x) }) //~ \`forEach\``,
    ],
    [
      'a file read into lines',
      `import { readFileSync } from 'node:fs'\nexport const f = () => readFileSync('a', 'utf8').split('\\n').forEach(async (x) => { await fetch(x) }) //~ \`forEach\``,
    ],
    [
      'reduce whose accumulator is not awaited, though another promise is',
      `export const f = (xs: string[]) => xs.reduce(async (all: any, x) => { const y = await fetch(x); all.push(y); return all }, []) //~ \`reduce\``,
    ],
  ],
  valid: [
    ['sync callback', `export const f = (xs: string[]) => xs.forEach((x) => console.log(x))`],
    ['a promise that is returned by a sync callback is another question', `export const f = (xs: string[]) => xs.map((x) => fetch(x))`],
    ['map', `export const f = (xs: string[]) => Promise.all(xs.map(async (x) => fetch(x)))`],
    [
      'reduce that awaits its accumulator',
      `export const f = (xs: string[]) => xs.reduce(async (before: Promise<number>, x) => (await before) + (await fetch(x)).status, Promise.resolve(0))`,
    ],
    [
      'a function of that name',
      `declare function forEach(a: any, b: any): void\nexport const f = (xs: string[]) => forEach(xs, async (x: string) => { await fetch(x) })`,
    ],
    [
      'a method of the project that waits',
      `class Queue { async forEach(run: (x: string) => Promise<void>) { await run('a') } }\nconst queue = new Queue()\nexport const f = () => queue.forEach(async (x) => { await fetch(x) })`,
    ],
    [
      'a stream',
      `import { Readable } from 'node:stream'\nexport const f = (xs: string[]) => Readable.from(xs).forEach(async (x) => { await fetch(x) })`,
    ],
    [
      'a stream in a variable',
      `import { createReadStream } from 'node:fs'\nconst lines = createReadStream('a')\nexport const f = () => lines.filter(async (x: any) => (await fetch(x)).ok)`,
    ],
    [
      'a query of a library',
      `import { MongoClient } from 'mongodb'\nconst client = new MongoClient('mongodb://localhost')\nexport const f = () => client.db('a').collection('b').find().forEach(async (x: any) => { await fetch(x) })`,
    ],
    [
      'an async function of another argument',
      `export const f = (xs: any) => xs.find({ a: 1 }, async (error: Error) => { await fetch('a') })`,
    ],
    ['a generator', `export const f = (xs: any) => xs.flatMap(async function* (x: string) { yield await fetch(x) })`],
    ['another method', `export const f = (xs: any) => xs.each(async (x: string) => { await fetch(x) })`],
    ['a parameter', `export const f = (xs: string[], send: (x: string) => void) => xs.forEach(send)`],
    [
      'a parameter of an async function',
      `export const f = async (xs: string[], send: (x: string) => void) => { xs.forEach(send); await fetch('a') }`,
    ],
    ['no callback', `export const f = (xs: string[]) => xs.sort()`],
    [
      'an async function that is only defined in the callback',
      `export const f = (xs: string[]) => xs.forEach((x) => { const later = async () => fetch(x); queue.push(later) })\ndeclare const queue: unknown[]`,
    ],
    ['computed with a variable', `export const f = (xs: any, name: string) => xs[name](async (x: string) => { await fetch(x) })`],
  ],
})
