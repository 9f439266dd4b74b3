/** Cases of context-token-reset that would bore a reader of its page. */
import { ruleCases } from '../rule-cases.test.kit.ts'

const given = `import { ContextVar, Context, copyContext, createTask } from '@offloop/runtime'\nconst v = new ContextVar<number>('v')\ndeclare const work: any\n`
const inside = (...lines: string[]): string => `${given}export async function f(x: any) {\n  ${lines.join('\n  ')}\n}`

ruleCases('context-token-reset', {
  invalid: [
    // never given back
    ['a token that nobody reads', inside('const token = v.set(1) //~ `token` of `v.set` is given to no `reset`', 'await work()')],
    ['let', inside('let token = v.set(1) //~ `token`', 'await work()')],
    ['assigned', inside('let token', 'token = v.set(1) //~ `token`', 'await work()')],
    ['looked at only', inside('const token = v.set(1) //~ `token`', 'return token.oldValue')],
    ['a sync function', `${given}export function f() {\n  const token = v.set(1) //~ \`token\`\n  work()\n}`],
    ['asserted', inside('const token = v.set(1) as any //~ `token`', 'await work()')],
    [
      'in a handler',
      `import express from 'express'\n${given}express().use((req, res, next) => {\n  const token = v.set(1) //~ \`token\`\n  next()\n})`,
    ],
    [
      'a variable of another file',
      {
        'src/v.ts': `import { ContextVar } from '@offloop/runtime'\nexport const v = new ContextVar('v')`,
        'src/app.ts': `import { v } from './v'\nexport async function f(work: any) {\n  const token = v.set(1) //~ \`token\`\n  await work()\n}`,
      },
    ],
    [
      'a parameter',
      `import { ContextVar } from '@offloop/runtime'\nexport async function f(v: ContextVar<number>, work: any) {\n  const token = v.set(1) //~ \`token\`\n  await work()\n}`,
    ],
    [
      'CommonJS',
      {
        'src/a.cjs': `const { ContextVar } = require('@offloop/runtime')\nconst v = new ContextVar('v')\nexports.f = async (work) => {\n  const token = v.set(1) //~ \`token\`\n  await work()\n}\n`,
      },
    ],
    [
      'a property',
      `${given}const vs = { v }\nexport async function f() {\n  const token = vs.v.set(1) //~ \`vs.v.set\`\n  await work()\n}`,
    ],
    // given back, but not always
    ['after an await', inside('const token = v.set(1)', 'await work()', 'v.reset(token) //~ `v.reset` is left out')],
    ['after a call', inside('const token = v.set(1)', 'work()', 'v.reset(token) //~ `v.reset`')],
    ['after a construction', inside('const token = v.set(1)', 'new x()', 'v.reset(token) //~ `v.reset`')],
    [
      'at the end of a try',
      inside('const token = v.set(1)', 'try {', '  await work()', '  v.reset(token) //~ `v.reset`', '} finally { x() }'),
    ],
    ['in a branch', inside('const token = v.set(1)', 'await work()', 'if (x) v.reset(token) //~ `v.reset`')],
    ['by dispose', inside('const token = v.set(1)', 'await work()', 'token[Symbol.dispose]() //~ `v.reset`')],
  ],
  valid: [
    ['in a finally', inside('const token = v.set(1)', 'try { await work() } finally { v.reset(token) }')],
    ['in a finally, with a catch', inside('const token = v.set(1)', 'try { await work() } catch { x() } finally { v.reset(token) }')],
    ['set in the try', inside('let token', 'try { token = v.set(1); await work() } finally { if (token) v.reset(token) }')],
    ['in a block of the finally', inside('const token = v.set(1)', 'try { await work() } finally { if (x) { v.reset(token) } }')],
    ['dispose in a finally', inside('const token = v.set(1)', 'try { await work() } finally { token[Symbol.dispose]() }')],
    ['using', inside('using token = v.set(1)', 'await work()')],
    ['using, unread', inside('using _ = v.set(1)', 'await work()')],
    ['dropped', inside('v.set(1)', 'await work()')],
    ['a name to ignore', inside('const _token = v.set(1)', 'await work()')],
    ['both ways', inside('const token = v.set(1)', 'try { await work(); v.reset(token) } catch (error) { v.reset(token); throw error }')],
    ['nothing between', inside('const token = v.set(1)', 'x.depth++', 'v.reset(token)')],
    ['returned', inside('const token = v.set(1)', 'await work()', 'return token')],
    ['handed on', inside('const token = v.set(1)', 'x.push(token)')],
    ['kept in an object', inside('const token = v.set(1)', 'x.token = token')],
    ['given back by a callback', inside('const token = v.set(1)', `x.on('finish', () => v.reset(token))`)],
    ['a field', `${given}export class A { token: any; begin() { this.token = v.set(1) } end() { v.reset(this.token) } }`],
    [
      'a variable of the module',
      `${given}let token: any\nexport const begin = () => { token = v.set(1) }\nexport const end = () => v.reset(token)`,
    ],
    [
      'in a context of its own',
      inside('const context = new Context()', 'context.run(() => { const token = v.set(1); work(); v.reset(token) })'),
    ],
    ['in a copy', inside('copyContext().run(async () => { const token = v.set(1); await work() })')],
    ['in a task', inside('await createTask(async () => { const token = v.set(1); await work(); v.reset(token) })')],
    ['a Map', `const v = new Map()\nexport async function f(work: any) { const token = v.set(1); await work() }`],
    [
      'another class',
      `class ContextVar { set(x: number) { return x } }\nconst v = new ContextVar()\nexport async function f(work: any) { const token = v.set(1); await work() }`,
    ],
    ['a value that nobody knows', `export async function f(v: any, work: any) { const token = v.set(1); await work() }`],
    ['tests', { 'test/a.test.ts': `${given}export async function f() { const token = v.set(1); await work() }` }],
  ],
})
