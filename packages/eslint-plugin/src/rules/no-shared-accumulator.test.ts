/** Cases of no-shared-accumulator that would bore a reader of its page. */
import { ruleCases } from '../rule-cases.test.kit.ts'

const given = `declare function f(x?: unknown): Promise<number>\ndeclare const xs: number[]\n`

ruleCases('no-shared-accumulator', {
  invalid: [
    // where the variable is
    [
      'captured by a callback of map',
      `${given}export async function g() {\n  let sum = 0\n  await Promise.all(xs.map(async (x) => { sum += await f(x) })) //~ \`sum\` is read before\n  return sum\n}`,
    ],
    ['a variable of the module', `${given}let sum = 0\nexport async function g() { sum += await f() } //~ \`sum\` is read before`],
    ['a field', `${given}export class A { sum = 0; async g() { this.sum += await f() } } //~ \`this.sum\``],
    ['a private field', `${given}export class A { #sum = 0; async g() { this.#sum += await f() } } //~ \`this.#sum\``],
    [
      'a property of a constant',
      `${given}const stats = { sum: 0 }\nexport async function g() { stats.sum += await f() } //~ \`stats.sum\``,
    ],
    [
      'an element',
      `${given}const sums: Record<string, number> = {}\nexport async function g(k: string) { sums[k] += await f() } //~ \`sums[k]\``,
    ],
    ['CommonJS', { 'src/a.cjs': `let sum = 0\nexports.g = async (f) => { sum += await f() } //~ \`sum\`` }],
    [
      'a parameter of the function around',
      `${given}export const g = (stats: { sum: number }) => Promise.all(xs.map(async () => { stats.sum += await f() })) //~ \`stats.sum\``,
    ],
    // what runs at the same time
    ['forEach', `${given}export function g() { let sum = 0; xs.forEach(async (x) => { sum += await f(x) }); return sum } //~ \`sum\``],
    [
      'Array.from',
      `${given}export async function g() { let sum = 0; await Promise.all(Array.from(xs, async (x) => { sum += await f(x) })); return sum } //~ \`sum\``,
    ],
    [
      'async functions called in a list',
      `${given}export async function g() {\n  let sum = 0\n  await Promise.all([(async () => { sum += await f() })()]) //~ \`sum\`\n  return sum\n}`,
    ],
    [
      'a listener',
      `${given}export function g(socket: any) { let sum = 0; socket.on('data', async () => { sum += await f() }); return () => sum } //~ \`sum\``,
    ],
    [
      'a task',
      `import { createTask } from '@offloop/runtime'\n${given}export async function g() { let sum = 0; createTask(async () => { sum += await f() }); return sum } //~ \`sum\``,
    ],
    // how it is written
    ['minus', `${given}let sum = 0\nexport async function g() { sum -= await f() } //~ \`sum\``],
    ['text', `${given}let text = ''\nexport async function g() { text += \`\${await f()}\` } //~ \`text\``],
    ['an await deeper in', `${given}let sum = 0\nexport async function g() { sum += 1 + (await f()) * 2 } //~ \`sum\``],
    ['written out', `${given}let sum = 0\nexport async function g() { sum = sum + (await f()) } //~ \`sum\``],
    ['written out, longer', `${given}let sum = 0\nexport async function g() { sum = sum + 1 + (await f()) } //~ \`sum\``],
    ['as an expression', `${given}let sum = 0\nexport const g = async () => (sum += await f()) //~ \`sum\``],
  ],
  valid: [
    ['a local variable', `${given}export async function g() { let sum = 0; for (const x of xs) sum += await f(x); return sum }`],
    ['a parameter', `${given}export async function g(sum: number) { sum += await f(); return sum }`],
    ['a property of a local object', `${given}export async function g() { const s = { sum: 0 }; s.sum += await f(); return s }`],
    ['awaited before', `${given}let sum = 0\nexport async function g() { const x = await f(); sum += x; return sum }`],
    ['no await', `let sum = 0\nexport async function g(x: number) { sum += x; return sum }`],
    ['read after the await', `${given}let sum = 0\nexport async function g() { sum = (await f()) + sum }`],
    ['another variable', `${given}let sum = 0, last = 0\nexport async function g() { sum = last + (await f()) }`],
    ['plain assignment', `${given}let last = 0\nexport async function g() { last = await f() }`],
    ['a default is another rule', `${given}let last: number | undefined\nexport async function g() { last ??= await f() }`],
    [
      'a callback that is called in turn',
      `${given}export async function g() { let sum = 0; const step = async () => { sum += await f() }; await step(); await step(); return sum }`,
    ],
    [
      'a callback of a host that waits',
      `${given}declare function eachInTurn(xs: number[], run: (x: number) => Promise<void>): Promise<void>\nexport async function g() { let sum = 0; await eachInTurn(xs, async (x) => { sum += await f(x) }); return sum }`,
    ],
    [
      'a variable of the callback',
      `${given}export const g = () => Promise.all(xs.map(async (x) => { let sum = 1; sum += await f(x); return sum }))`,
    ],
    ['a nested function awaits', `${given}let sum = 0\nexport async function g() { sum += xs.map(async (x) => await f(x)).length }`],
    ['start-up', `${given}let sum = 0\nasync function main() { sum += await f() }\nmain()`],
    ['a test', { 'test/a.test.ts': `let sum = 0\nexport async function g(f: () => Promise<number>) { sum += await f() }` }],
    ['a sync function', `let sum = 0\nexport function g(x: number) { sum += x }`],
    ['response of the request', `${given}export const g = async (req: any) => { req.total += await f() }`],
  ],
})
