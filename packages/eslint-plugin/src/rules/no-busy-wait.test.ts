/** Cases of no-busy-wait that would bore a reader of its page. */
import { ruleCases } from '../rule-cases.test.kit.ts'

ruleCases('no-busy-wait', {
  invalid: [
    // loops that look at the clock
    ['while', `export async function f(end: number) { while (Date.now() < end) {} } //~ for the clock`],
    ['without braces', `export async function f(end: number) { while (Date.now() < end); } //~ for the clock`],
    ['do while', `export async function f(end: number) { do {} while (Date.now() < end) } //~ for the clock`],
    ['for', `export async function f(ms: number) { for (const start = Date.now(); Date.now() - start < ms; ) {} } //~ for the clock`],
    ['performance.now', `export async function f(end: number) { while (performance.now() < end) {} } //~ for the clock`],
    [
      'performance, imported',
      `import { performance } from 'node:perf_hooks'\nexport async function f(end: number) { while (performance.now() < end) {} } //~ for the clock`,
    ],
    ['new Date', `export async function f(end: Date) { while (new Date() < end) {} } //~ for the clock`],
    ['getTime', `export async function f(end: number) { while (new Date().getTime() < end) {} } //~ for the clock`],
    ['hrtime', `export async function f(end: bigint) { while (process.hrtime.bigint() < end) {} } //~ for the clock`],
    ['with a counter', `export async function f(end: number) { let n = 0; while (Date.now() < end) n++ } //~ for the clock`],
    [
      'in a sync helper that a handler calls',
      {
        'src/sleep.ts': `export function sleep(ms: number) {\n  const end = Date.now() + ms\n  while (Date.now() < end) {} //~ for the clock\n}`,
        'src/app.ts': `import express from 'express'\nimport { sleep } from './sleep.ts'\nexpress().get('/', (req, res) => { sleep(10); res.end() })`,
      },
    ],
    ['in a listener', `process.on('message', () => { const end = Date.now() + 5; while (Date.now() < end) {} }) //~ for the clock`],
    // calls of the catalogue
    ['Atomics.wait', `export async function f(cell: Int32Array) { Atomics.wait(cell, 0, 0) } //~ \`Atomics.wait\` stops`],
    [
      'prompt-sync',
      `import prompt from 'prompt-sync'\nconst ask = prompt()\nexport async function f() { return ask('?') } //~ \`ask\` stops`,
    ],
    [
      'readline-sync',
      `import { question } from 'readline-sync'\nexport async function f() { return question('?') } //~ \`question\` stops`,
    ],
    ['deasync', `import { sleep } from 'deasync'\nexport async function f() { sleep(1) } //~ \`sleep\` stops`],
    [
      'through a helper',
      `const park = (cell: Int32Array) => Atomics.wait(cell, 0, 0)\nexport async function f(cell: Int32Array) { park(cell) } //~ \`f -> park -> Atomics.wait`,
    ],
  ],
  valid: [
    [
      'an awaited timer',
      `import { setTimeout } from 'node:timers/promises'\nexport async function f(end: number) { while (Date.now() < end) await setTimeout(10) }`,
    ],
    ['Atomics.waitAsync', `export async function f(cell: any) { await (Atomics as any).waitAsync(cell, 0, 0).value }`],
    ['work until a deadline', `export async function f(end: number, run: () => void) { while (Date.now() < end) run() }`],
    ['a generator that yields', `export async function* f(end: number) { while (Date.now() < end) yield 1 }`],
    ['work in the condition', `export async function f(end: number, run: () => void) { while ((run(), Date.now() < end)) {} }`],
    ['a loop without the clock', `export async function f(n: number) { while (n > 0) n-- }`],
    ['another now', `const clock = { now: () => 1 }\nexport async function f(end: number) { while (clock.now() < end) {} }`],
    ['another Date', `import { Date } from './date.ts'\nexport async function f(end: number) { while (Date.now() < end) {} }`],
    ['a date that is given', `export async function f(end: Date) { while (new Date(0) < end) {} }`],
    ['start-up', `const end = Date.now() + 5\nwhile (Date.now() < end) {}`],
    ['a command', `function main() { const end = Date.now() + 5; while (Date.now() < end) {} }\nmain()`],
    ['a test', { 'test/a.test.ts': `export async function f(end: number) { while (Date.now() < end) {} }` }],
    [
      'a worker',
      {
        'src/w.ts': `import { parentPort } from 'node:worker_threads'\nparentPort?.on('message', () => { const end = Date.now() + 5; while (Date.now() < end) {} })`,
      },
    ],
    ['a function that nobody calls', `export function sleep(ms: number) { const end = Date.now() + ms; while (Date.now() < end) {} }`],
    ['a prompt of a command', `import prompt from 'prompt-sync'\nconst ask = prompt()\nconsole.log(ask('?'))`],
    ['file calls are another rule', `import { readFileSync } from 'node:fs'\nexport async function f() { return readFileSync('a') }`],
    ['the clock in the body', `export async function f(n: number) { let t = 0; while (n-- > 0) t = Date.now(); return t }`],
  ],
})
